package io.lethe.simulation;

import io.lethe.engine.erasure.receipt.InstallationKeys;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs many seeds: {@code COUNT [FIRST]}; says which failed, and how to run one of them again. */
public final class SimulationRuns {

  private static final PrintStream OUT = System.out;
  private static final int FAILURES_MAX = 20;

  private final InstallationKeys keys = InstallationKeys.generate(new SecureRandom());
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /** Runs them; ends with 1 if one failed. */
  public static void main(String[] arguments) {
    long count = Long.parseLong(arguments[0]);
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    long start = System.nanoTime();
    SimulationRuns runs = new SimulationRuns();
    for (long seed = first; seed < first + count && runs.failures.size() < FAILURES_MAX; seed++) {
      runs.run(seed);
    }
    runs.counts.forEach((event, times) -> OUT.printf("%10d %s%n", times, event));
    runs.failures.forEach(OUT::println);
    OUT.printf(
        "%d seeds from %d, commit %s, %.1f s, %d failed%n", count, first, commit(),
        (System.nanoTime() - start) / 1e9, runs.failures.size());
    System.exit(runs.failures.isEmpty() ? 0 : 1);
  }

  /** Runs one seed and counts its events; returns what tells its run from others. */
  long run(long seed) {
    Tally tally = new Tally();
    try {
      new Simulation(seed, keys, tally).run();
    } catch (RuntimeException | Error broken) {
      failures.add(report(seed, tally, broken));
    }
    tally.counts().forEach((event, times) -> counts.merge(event, times, Long::sum));
    return tally.hash();
  }

  /** What failed, each with its seed, its commit and the command that runs it again. */
  List<String> failures() {
    return failures;
  }

  /** Every event with how often it came, over all seeds. */
  Map<String, Long> counts() {
    return counts;
  }

  private static String report(long seed, Tally tally, Throwable broken) {
    StringBuilder text = new StringBuilder();
    text.append("seed %d, commit %s: %s%n".formatted(seed, commit(), broken));
    for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
      text.append("  because of %s%n".formatted(cause));
    }
    Throwable root = broken;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    for (int k = 0; k < Math.min(12, root.getStackTrace().length); k++) {
      text.append("    at %s%n".formatted(root.getStackTrace()[k]));
    }
    text.append("  after: %s%n".formatted(String.join("; ", tally.last())));
    return text.append("  again: integration-tests/simulation/run 1 %d".formatted(seed)).toString();
  }

  /** The commit of the sources, as far as git is there to say it. */
  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException withoutGit) {
      return "unknown";
    }
  }
}
