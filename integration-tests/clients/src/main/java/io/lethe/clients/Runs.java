package io.lethe.clients;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is too long for a build, and the suite without one: {@code Runs WHAT [ARGUMENT...]}. */
public final class Runs {

  private Runs() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    Path folder = Files.createTempDirectory("lethe-clients-").toRealPath();
    try (Stage stage = Stage.set(folder)) {
      switch (words.getFirst()) {
        case "suite" -> System.exit(suite(stage, words.get(1), System.out) == 0 ? 0 : 1);
        default -> throw new IllegalArgumentException("no run '" + words.getFirst() + "'");
      }
    } finally {
      delete(folder);
    }
  }

  /** Plays the scenarios whose names match; the number of failures. */
  private static int suite(Stage stage, String pattern, PrintStream out) {
    int failures = 0;
    for (Language language : stage.languages()) {
      for (Scenario scenario : stage.scenarios()) {
        if (Pattern.compile(pattern).matcher(language.id() + ": " + scenario.name()).find()) {
          failures += play(stage, language, scenario, out) ? 0 : 1;
        }
      }
    }
    return failures;
  }

  private static boolean play(Stage stage, Language language, Scenario scenario, PrintStream out) {
    long began = System.nanoTime();
    String failure = "";
    try {
      stage.play(language, scenario);
    } catch (AssertionError | RuntimeException failed) {
      failure = failed.toString();
    }
    out.printf(
        "%s %5d ms  %s: %s%n%s", failure.isEmpty() ? "ok    " : "FAILED",
        (System.nanoTime() - began) / 1_000_000, language.id(), scenario.name(),
        failure.isEmpty() ? "" : "    " + failure + "\n");
    return failure.isEmpty();
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
