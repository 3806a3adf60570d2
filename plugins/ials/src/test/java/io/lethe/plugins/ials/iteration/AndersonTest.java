package io.lethe.plugins.ials.iteration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class AndersonTest {

  private static EmbeddingTable table(float... values) {
    return EmbeddingTable.copyOf(1, values.length, List.of(values));
  }

  /** A contraction with rates .9, .5 and .1 whose fixed point is (10, 4, 10/9). */
  private static EmbeddingTable mapped(EmbeddingTable at) {
    float[] x = at.page(0);
    return table(.9f * x[0] + 1, .5f * x[1] + 2, .1f * x[2] + 1);
  }

  @Test
  void next_onALinearMap_isThereInAsManyStepsAsThereAreRates() {
    Anderson anderson = new Anderson(5);
    EmbeddingTable at = table(0, 0, 0);
    for (int step = 0; step < 4; step++) {
      at = anderson.next(at, mapped(at));
    }
    assertEquals(10, at.page(0)[0], 1e-3);
    assertEquals(4, at.page(0)[1], 1e-3);
    assertEquals(10f / 9, at.page(0)[2], 1e-3);
  }

  @Test
  void next_ofWindowOne_isThePlainIteration() {
    Anderson anderson = new Anderson(1);
    EmbeddingTable at = table(0, 0, 0);
    for (int step = 0; step < 4; step++) {
      at = anderson.next(at, mapped(at));
    }
    assertTrue(at.page(0)[0] < 4);
    assertEquals(10 * (1 - Math.pow(.9, 4)), at.page(0)[0], 1e-5);
  }
}
