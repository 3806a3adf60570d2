package io.lethe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.BilinearModel;
import org.junit.jupiter.api.Test;

class QualityMeterTest {

  private static final EntityKeys KEYS = new EntityKeys(new long[]{1, 2, 3}, new long[20]);

  /** Every user likes item 0 best, then 1, and so on. */
  private final BilinearModel descending = new BilinearModel(0, likes(), items());

  private final InteractionView trained = InteractionView
      .of(columns(new int[]{0, 0, 1}, new int[]{0, 1, 5}, new float[]{5, 5, 5}));

  @Test
  void measure_positivesAtKnownRanks_givesTheFormulas() {
    // User 0 has items 0 and 1 behind: 2 is her first, 13 out of reach. User 1: 9 is his ninth
    // because 5 is behind. User 2 has nothing positive.
    InteractionView heldOut = InteractionView.of(
        columns(new int[]{0, 0, 0, 1, 2}, new int[]{2, 13, 3, 9, 4}, new float[]{5, 4, 1, 5, 2}));
    ModelQuality quality = new QualityMeter(trained, heldOut, 3).measure(descending);
    double userZero = 1 / (1 + 1 / log2(3));
    double userOne = 1 / log2(10);
    assertEquals((userZero + userOne) / 2, quality.ndcgAt10(), 1e-12);
    assertEquals(1, quality.hitRateAt10());
    assertEquals(2, quality.users());
    assertEquals(5, quality.interactions());
    // Scores fall with the item: positives 2, 9, 13; negatives 3, 4. Only item 2 wins, twice.
    assertEquals(2.0 / 6, quality.auc(), 1e-12);
  }

  @Test
  void measure_nobodyPositive_isNotANumber() {
    InteractionView heldOut = InteractionView
        .of(columns(new int[]{0}, new int[]{2}, new float[]{1}));
    ModelQuality quality = new QualityMeter(trained, heldOut, 3).measure(descending);
    assertTrue(Double.isNaN(quality.auc()));
    assertTrue(Double.isNaN(quality.ndcgAt10()));
    assertTrue(Double.isNaN(quality.hitRateAt10()));
  }

  @Test
  void measure_positiveOutOfReach_isNoHit() {
    InteractionView heldOut = InteractionView
        .of(columns(new int[]{2}, new int[]{15}, new float[]{5}));
    ModelQuality quality = new QualityMeter(trained, heldOut, 3).measure(descending);
    assertEquals(0, quality.hitRateAt10());
    assertEquals(0, quality.ndcgAt10());
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static Interactions columns(int[] users, int[] items, float[] values) {
    return new Interactions(KEYS, users, items, values);
  }

  private static double[][] likes() {
    return new double[][]{{1}, {1}, {1}};
  }

  private static double[][] items() {
    double[][] rows = new double[20][1];
    for (int item = 0; item < rows.length; item++) {
      rows[item][0] = -item;
    }
    return rows;
  }
}
