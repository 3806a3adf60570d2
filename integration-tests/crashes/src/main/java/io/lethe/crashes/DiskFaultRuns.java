package io.lethe.crashes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a server on a bad disk: {@code LAUNCHER FOLDER full-disk|failing-sync ROUNDS SEED}. The
 * folder's {@code disk} is the bad one, and there already.
 */
public final class DiskFaultRuns {

  private static final PrintStream OUT = System.out;

  private DiskFaultRuns() {}

  /** Runs it; ends with 1 if a promise was broken. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException(
          "usage: LAUNCHER FOLDER full-disk|failing-sync ROUNDS SEED");
    }
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    Path disk = folder.resolve("disk");
    int rounds = Integer.parseInt(arguments[3]);
    Installation installation = new Installation(
        Path.of(arguments[0]).toAbsolutePath(), disk.resolve("data"), folder);
    try (Journal journal = new Journal(Files.createFile(folder.resolve("journal.txt")))) {
      DiskFaultHarness harness = new DiskFaultHarness(
          installation, journal, Long.parseLong(arguments[4]));
      if (arguments[2].equals("full-disk")) {
        harness.fullDisk(disk, rounds);
      } else {
        harness.failingSync(rounds);
      }
      OUT.printf("%s, %d rounds, seed %s%n", arguments[2], rounds, arguments[4]);
      journal.events().forEach((event, times) -> OUT.printf("%9d %s%n", times, event));
      journal.violations().forEach(violation -> OUT.println("VIOLATION " + violation));
      OUT.printf("%d violations; the journal is in %s%n", journal.violations().size(), folder);
      System.exit(journal.violations().isEmpty() ? 0 : 1);
    }
  }
}
