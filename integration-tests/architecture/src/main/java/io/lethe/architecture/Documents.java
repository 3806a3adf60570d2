package io.lethe.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's Markdown: lines that fit a screen, links and names that lead somewhere. */
final class Documents {

  static final int COLUMNS = 100;

  private static final Set<String> FOREIGN = Set
      .of("target", "node_modules", ".git", ".venv", "dist", "lethe-data");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))(?:\\.(\\w+))?`");
  private static final Pattern COMMAND = Pattern.compile("`(?:\\./)?lethe ([a-z][a-z-]*)");
  private static final Pattern COMMANDS_NAME = Pattern.compile("(?i:name) = \"([a-z-]+)\"");
  private static final String FENCE = "```";

  private final Path top;

  Documents(Path top) {
    this.top = top;
  }

  /** All Markdown files that are ours. */
  List<Path> all() throws IOException {
    return files(".md");
  }

  private List<Path> files(String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(top, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return FOREIGN.contains(String.valueOf(folder.getFileName()))
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(ending)) {
          found.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    return found;
  }

  /** Lines of prose over {@link #COLUMNS} columns; tables, code and single long words may be longer. */
  List<String> longLines(Path file) throws IOException {
    List<String> faults = new ArrayList<>();
    boolean code = false;
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.stripLeading().startsWith(FENCE)) {
        code = !code;
      } else if (!code && !line.stripLeading().startsWith("|") && line.length() > COLUMNS
          && line.strip().contains(" ")) {
        faults.add("%s:%d has %d columns".formatted(top.relativize(file), number, line.length()));
      }
    }
    return faults;
  }

  /** Tests that a document names, {@code Class} or {@code Class.method}, and that are not there. */
  List<String> missingTests(Path file, Map<String, String> tests) throws IOException {
    List<String> faults = new ArrayList<>();
    Matcher named = TEST.matcher(Files.readString(file));
    while (named.find()) {
      String method = named.group(2);
      String source = tests.get(named.group(1));
      if (source == null || (method != null && !source.contains(" " + method + "("))) {
        faults.add("%s names %s".formatted(top.relativize(file), named.group()));
      }
    }
    return faults;
  }

  /** Commands that a document names, {@code lethe serve} in backquotes, and that are not there. */
  List<String> missingCommands(Path file, Set<String> commands) throws IOException {
    List<String> faults = new ArrayList<>();
    Matcher named = COMMAND.matcher(Files.readString(file));
    while (named.find()) {
      if (!commands.contains(named.group(1))) {
        faults.add("%s names lethe %s".formatted(top.relativize(file), named.group(1)));
      }
    }
    return faults;
  }

  /** The text of every Java test, contracts included, by the name of its class: of several, all. */
  Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (Path file : files(".java")) {
      String name = String.valueOf(file.getFileName()).replace(".java", "");
      if (name.endsWith("Test") || name.endsWith("Contract")) {
        tests.merge(name, Files.readString(file), String::concat);
      }
    }
    return tests;
  }

  /** Every name that the command line gives to a command. */
  Set<String> commands() throws IOException {
    Set<String> names = new HashSet<>();
    for (Path file : new Documents(top.resolve("server/cli/src/main")).files(".java")) {
      Matcher name = COMMANDS_NAME.matcher(Files.readString(file));
      while (name.find()) {
        names.add(name.group(1));
      }
    }
    return names;
  }

  /** Links to files of the project that are not there. */
  List<String> brokenLinks(Path file) throws IOException {
    List<String> faults = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(file));
    while (links.find()) {
      String target = links.group(1);
      Path folder = file.toAbsolutePath().getParent();
      if (!target.contains(":") && folder != null
          && !Files.exists(folder.resolve(target).normalize())) {
        faults.add("%s links to %s".formatted(top.relativize(file), target));
      }
    }
    return faults;
  }
}
