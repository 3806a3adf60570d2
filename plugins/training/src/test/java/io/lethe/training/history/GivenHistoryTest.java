package io.lethe.training.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import org.junit.jupiter.api.Test;

class GivenHistoryTest {

  private static void assertRefused(String message, int[] items, float... values) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> GivenHistory.of(items, values, 9))
            .getMessage());
  }

  @Test
  void of_anyOrder_itemsAscendWithTheirValuesAndTheCallersStay() {
    int[] items = {7, 0, 3};
    float[] values = {1, 2, 3};
    GivenHistory history = GivenHistory.of(items, values, 8);
    assertArrayEquals(new int[]{0, 3, 7}, history.items());
    assertArrayEquals(new float[]{2, 3, 1}, history.values());
    assertArrayEquals(new int[]{7, 0, 3}, items);
    assertArrayEquals(new float[]{1, 2, 3}, values);
    assertEquals(3, history.size());
  }

  @Test
  void asChoices_ofImplicitTerms_takesAllForChoicesWhereNoneIsOne() {
    LossTerms implicit = new LossTerms(Objective.IMPLICIT, 0, 4, 3, 1);
    GivenHistory low = GivenHistory.of(new int[]{1, 2}, new float[]{1, 3}, 9);
    for (float value : low.asChoices(implicit).values()) {
      assertEquals(1, implicit.label(value));
    }
    GivenHistory mixed = GivenHistory.of(new int[]{1, 2}, new float[]{1, 4}, 9);
    assertSame(mixed, mixed.asChoices(implicit));
    assertSame(low, low.asChoices(new LossTerms(Objective.EXPLICIT, 3.5f, 4, 3, 1)));
  }

  @Test
  void of_whatIsNoHistory_isRefusedByValue() {
    assertRefused(
        "a history of 0 items and 0 values; it takes at least 1 item, and a value for each",
        new int[0]);
    assertRefused(
        "a history of 2 items and 1 values; it takes at least 1 item, and a value for each",
        new int[]{1, 2}, 5);
    assertRefused("a history names item 4 twice", new int[]{4, 1, 4}, 1, 1, 2);
    assertRefused(
        "a history gives item 1 the value NaN; it must be finite", new int[]{4, 1}, 1, Float.NaN);
    assertThrows(
        IndexOutOfBoundsException.class, () -> GivenHistory.of(new int[]{9}, new float[]{1}, 9));
    assertThrows(
        IndexOutOfBoundsException.class, () -> GivenHistory.of(new int[]{-1}, new float[]{1}, 9));
  }
}
