package io.lethe.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's Markdown: lines that fit a screen, and links that lead somewhere. */
final class Documents {

  static final int COLUMNS = 100;

  private static final Set<String> FOREIGN = Set
      .of("target", "node_modules", ".git", ".venv", "dist", "lethe-data");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");
  private static final String FENCE = "```";

  private final Path top;

  Documents(Path top) {
    this.top = top;
  }

  /** All Markdown files that are ours. */
  List<Path> all() throws IOException {
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
        if (file.toString().endsWith(".md")) {
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
