package io.lethe.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few hundred seeds, for every build; {@code integration-tests/simulation/run} does more. */
final class SimulationTest {

  private static final int SEEDS = Boolean.getBoolean("lethe.thorough") ? 200 : 100;
  /** Far from those that the long runs begin with. */
  private static final long FIRST = 1_000_000;

  private final SimulationRuns runs = new SimulationRuns();

  @Test
  void run_manySeeds_noPromiseIsBroken() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      long _ = runs.run(seed);
    }
    assertEquals(List.of(), runs.failures());
    for (String event : List.of(
        "ended COMPLETED", "ended FAILED", "ended CANCELLED", "crash", "power cut", "disk failed",
        "plugin: failed", "train", "activate", "approve", "contradict", "append", "hold",
        "alias")) {
      assertTrue(runs.counts().getOrDefault(event, 0L) > 0, event + " never happened");
    }
  }

  /** Seeds that found something once; see {@code integration-tests/bugs.md}. */
  @ParameterizedTest
  @ValueSource(
      longs = {2, 6, 7, 15, 18, 31, 62, 72, 201, 211, 352, 370, 533, 541, 555, 1651, 1971, 2047,
          2167, 3099, 3307, 3694, 4073, 4097, 4143, 4772, 4787, 4853, 4881, 5305, 5424, 6125, 8292,
          8685, 9139, 9190, 9330, 9462})
  void run_seedsThatOnceFailed_noPromiseIsBroken(long seed) {
    long _ = runs.run(seed);
    assertEquals(List.of(), runs.failures());
  }

  @Test
  void run_sameSeed_sameEvents() {
    assertEquals(new SimulationRuns().run(4), new SimulationRuns().run(4));
  }
}
