package io.lethe.clients;

import io.lethe.installed.Distribution;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is too long for a build, and the suite without one: {@code Runs suite [PATTERN] | against
 * DISTRIBUTION [PATTERN] | overhead [SECONDS] | leak [SECONDS] | steps}. Tables go to the standard output.
 */
public final class Runs {

  private static final int OVERHEAD_SECONDS = 20;
  private static final int LEAK_SECONDS = 60;

  private Runs() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Files.createTempDirectory("lethe-clients-").toRealPath();
    boolean good;
    try {
      good = run(words, folder, out);
    } finally {
      delete(folder);
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean run(List<String> words, Path folder, PrintStream out) throws Exception {
    String argument = words.size() > 1 ? words.get(1) : "";
    return switch (words.getFirst()) {
      case "suite" -> {
        try (Stage stage = Stage.set(folder)) {
          yield SuiteRun.play(stage, argument, out);
        }
      }
      case "against" -> {
        try (Stage stage = Stage.set(folder, Distribution.in(Path.of(argument)))) {
          yield SuiteRun.play(stage, words.size() > 2 ? words.get(2) : "", out);
        }
      }
      case "overhead" -> {
        try (Stage stage = Stage.set(folder)) {
          Measures.overhead(stage, seconds(argument, OVERHEAD_SECONDS), out);
          yield true;
        }
      }
      case "leak" -> {
        try (Stage stage = Stage.set(folder)) {
          Measures.leak(stage, seconds(argument, LEAK_SECONDS), out);
          yield true;
        }
      }
      case "steps" -> {
        try (Quickstarts quickstarts = Quickstarts.begin(Stage.installed())) {
          yield Measures.steps(quickstarts, folder, out);
        }
      }
      default -> throw new IllegalArgumentException("no run '" + words.getFirst() + "'");
    };
  }

  private static int seconds(String argument, int otherwise) {
    return argument.isEmpty() ? otherwise : Integer.parseInt(argument);
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
