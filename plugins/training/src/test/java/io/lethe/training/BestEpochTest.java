package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.DenseRows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BestEpochTest {

  private static final int PATIENCE = 3;
  private static final FactorTables TABLES = new FactorTables(
      new DenseRows(new float[4], 2), new DenseRows(new float[4], 2), false);

  /** Epochs until it is time to stop, if the first ones have these goodnesses and all others 0. */
  private static int epochs(BestEpoch best, double... goodness) {
    int done = 0;
    while (!best.stop(done)) {
      done++;
      best.offer(done, done <= goodness.length ? goodness[done - 1] : 0, TABLES);
    }
    return done;
  }

  @Test
  void stop_withoutAPlateau_patienceAfterTheBest() {
    BestEpoch best = new BestEpoch(PATIENCE, Double.NEGATIVE_INFINITY, TABLES);
    assertEquals(5, epochs(best, .6, .7, .65));
    assertEquals(2, best.epoch());
  }

  @Test
  void stop_firstEpochAboveThePlateauByLuck_goesOnUntilLaterOnesAreBetter() {
    double[] goodness = new double[40];
    Arrays.setAll(goodness, k -> k == 0 ? .107 : Math.min(.17, .08 + .005 * k));
    BestEpoch best = new BestEpoch(PATIENCE, .104, TABLES);
    assertTrue(epochs(best, goodness) > 20);
    assertEquals(20, best.epoch());
  }

  @Test
  void stop_onThePlateau_fourTimesThePatienceAfterTheBest() {
    BestEpoch best = new BestEpoch(PATIENCE, .2, TABLES);
    assertEquals(14, epochs(best, .1, .15, .1));
    assertFalse(new BestEpoch(PATIENCE, .2, TABLES).stop(11));
    assertTrue(new BestEpoch(PATIENCE, .2, TABLES).stop(12));
  }
}
