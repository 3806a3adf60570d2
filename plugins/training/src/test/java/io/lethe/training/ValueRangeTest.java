package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import org.junit.jupiter.api.Test;

class ValueRangeTest {

  private static InteractionView view(float... values) {
    EntityKeys keys = new EntityKeys(new long[]{1}, new long[]{2});
    return InteractionView
        .of(new Interactions(keys, new int[values.length], new int[values.length], values));
  }

  @Test
  void of_fewValues_leastAndMost() {
    assertEquals(new ValueRange(1, 5), ValueRange.of(view(3, 5, 1, 2)));
    assertEquals(new ValueRange(7, 7), ValueRange.of(view(7)));
  }

  @Test
  void of_manyValues_notTheOutermostHundredth() {
    float[] values = new float[200];
    for (int k = 0; k < values.length; k++) {
      values[k] = 1 + k % 5;
    }
    values[17] = 1_000_000;
    values[92] = -1_000_000;
    assertEquals(new ValueRange(1, 5), ValueRange.of(view(values)));
  }

  @Test
  void of_notFinite_refusedByItsPlace() {
    PluginException refused = assertThrows(
        PluginException.class, () -> ValueRange.of(view(1, Float.NaN)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("interaction 1 is NaN"),
        refused.getMessage());
  }
}
