package io.lethe.crashes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short run; {@code integration-tests/crashes/run} does the same for longer. */
final class CrashHarnessTest {

  private static final int CYCLES = Boolean.getBoolean("lethe.thorough") ? 10 : 5;
  private static final long SEED = 42;

  @Test
  void run_severalKills_noPromiseIsBroken(@TempDir Path folder) throws Exception {
    Path launcher = Path.of(System.getProperty("lethe.distribution", ""), "lethe");
    Journal journal = CrashRuns.run(launcher, folder.resolve("run"), CYCLES, SEED);
    assertEquals(List.of(), journal.violations());
    assertTrue(journal.events().getOrDefault("acknowledged", 0) > CYCLES, () -> "too little work");
    assertTrue(journal.events().getOrDefault("completed", 0) > CYCLES, () -> "too little work");
    assertTrue(journal.events().getOrDefault("approved", 0) > 0, () -> "nothing was approved");
    assertTrue(
        journal.events().getOrDefault("rows of a buyer as acknowledged", 0) > CYCLES,
        () -> "too few appended rows were looked at");
    assertEquals(CYCLES, journal.events().get("kill"));
  }
}
