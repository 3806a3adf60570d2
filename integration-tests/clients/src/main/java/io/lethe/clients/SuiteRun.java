package io.lethe.clients;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The suite without a build around it. */
final class SuiteRun {

  private SuiteRun() {}

  /**
   * Plays the scenarios whose names match, and says how each ended, then how many of each client.
   *
   * @param pattern of {@code client: scenario}; empty for all
   * @return whether some were played and none failed
   */
  static boolean play(Stage stage, String pattern, PrintStream out) {
    Pattern wanted = Pattern.compile(pattern);
    Map<Language, int[]> tally = new TreeMap<>();
    for (Language language : stage.languages()) {
      for (Scenario scenario : stage.scenarios()) {
        if (wanted.matcher(language.id() + ": " + scenario.name()).find()) {
          int[] ended = tally.computeIfAbsent(language, absent -> new int[2]);
          ended[play(stage, language, scenario, out) ? 0 : 1]++;
        }
      }
    }
    out.println("| client | passed | failed |\n|---|---|---|");
    tally.forEach(
        (language, ended) -> out.printf("| %s | %d | %d |%n", language.id(), ended[0], ended[1]));
    return !tally.isEmpty() && tally.values().stream().allMatch(ended -> ended[1] == 0);
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
}
