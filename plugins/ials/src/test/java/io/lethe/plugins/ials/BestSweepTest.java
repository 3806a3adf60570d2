package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.PairTables;
import org.junit.jupiter.api.Test;

class BestSweepTest {

  private final PairTables tables = SmallCases.tables(3, 3, 2);

  @Test
  void offer_aTieKeepsTheLaterSweepAndAFallTheEarlier() {
    BestSweep best = new BestSweep(2);
    double[] ndcgs = {0.1, 0.2, 0.199, 0.19, 0.15};
    for (int epoch = 1; epoch <= ndcgs.length; epoch++) {
      assertFalse(best.stop(epoch - 1));
      best.offer(epoch, ndcgs[epoch - 1], tables);
    }
    assertEquals(3, best.epoch());
    assertEquals(0.199, best.ndcg());
    assertTrue(best.stop(5));
  }

  @Test
  void offer_withoutValidation_keepsTheLastSweep() {
    BestSweep best = new BestSweep(2);
    best.offer(1, Double.NaN, tables);
    best.offer(2, Double.NaN, tables);
    assertEquals(2, best.epoch());
    assertTrue(Double.isNaN(best.ndcg()));
  }
}
