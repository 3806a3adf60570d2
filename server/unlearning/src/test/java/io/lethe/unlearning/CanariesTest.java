package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.RecommenderModel;
import org.junit.jupiter.api.Test;

class CanariesTest {

  /** Scores are user + 10 * item, and one item is lifted. */
  private record Lifted(int item, float lift) implements RecommenderModel {

    @Override
    public int userCount() {
      return 4;
    }

    @Override
    public int itemCount() {
      return 3;
    }

    @Override
    public void score(int user, int[] items, float[] scores) {
      for (int k = 0; k < items.length; k++) {
        scores[k] = user + 10 * items[k] + (items[k] == item ? lift : 0);
      }
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] scores) {
      return 0;
    }
  }

  private static final Canaries ALL = new Canaries(new int[]{0, 1, 2}, new int[]{0, 1, 2, 3});
  /** Of user + 10 * item over 4 users and 3 items: variances 1.25 and 200 / 3. */
  private static final double DEVIATION = Math.sqrt(1.25 + 200.0 / 3);

  @Test
  void rise_oneItemLifted_itsMeanInDeviations() {
    assertEquals(5 / DEVIATION, ALL.rise(new Lifted(1, 0), new Lifted(1, 5)), 1e-6);
  }

  @Test
  void rise_nothingChangesOrItemSinks_none() {
    assertEquals(0, ALL.rise(new Lifted(1, 0), new Lifted(1, 0)), 1e-9);
    assertEquals(0, ALL.rise(new Lifted(1, 0), new Lifted(1, -5)), 1e-9);
  }

  @Test
  void rise_nobodyToAsk_notANumber() {
    Canaries nobody = new Canaries(new int[]{0}, new int[0]);
    assertTrue(Double.isNaN(nobody.rise(new Lifted(1, 0), new Lifted(1, 5))));
    assertArrayEquals(new int[0], nobody.users());
  }
}
