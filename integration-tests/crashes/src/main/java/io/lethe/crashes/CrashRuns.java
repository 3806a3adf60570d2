package io.lethe.crashes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs the harness: {@code LAUNCHER FOLDER [cycles=1000] [seed=1]}. The folder must not exist; it
 * holds the server's data, the journal and the log of commands.
 */
public final class CrashRuns {

  private static final PrintStream OUT = System.out;

  private CrashRuns() {}

  /** Runs it; ends with 1 if a promise was broken. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("usage: LAUNCHER FOLDER [cycles=1000] [seed=1]");
    }
    Map<String, Long> options = new HashMap<>(Map.of("cycles", 1000L, "seed", 1L));
    for (int k = 2; k < arguments.length; k++) {
      String[] option = arguments[k].split("=", 2);
      if (options.replace(option[0], Long.valueOf(option[1])) == null) {
        throw new IllegalArgumentException("there is no option " + option[0]);
      }
    }
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    int cycles = Math.toIntExact(options.getOrDefault("cycles", 0L));
    Journal journal = run(
        Path.of(arguments[0]).toAbsolutePath(), folder, cycles, options.getOrDefault("seed", 0L));
    OUT.printf("%d cycles, seed %d%n", cycles, options.get("seed"));
    journal.events().forEach((event, times) -> OUT.printf("%9d %s%n", times, event));
    journal.violations().forEach(violation -> OUT.println("VIOLATION " + violation));
    OUT.printf("%d violations; the journal is %s%n", journal.violations().size(), folder);
    System.exit(journal.violations().isEmpty() ? 0 : 1);
  }

  /** Runs so many cycles in a folder that is made for it; returns what the clients were told. */
  static Journal run(Path launcher, Path folder, int cycles, long seed)
      throws IOException, InterruptedException {
    Files.createDirectory(folder);
    Installation installation = new Installation(launcher, folder.resolve("data"), folder);
    try (Journal journal = new Journal(folder.resolve("journal.txt"))) {
      Tokens tokens = new Tokens(folder, Clock.systemUTC());
      new CrashHarness(installation, journal, tokens, seed).run(cycles);
      return journal;
    }
  }
}
