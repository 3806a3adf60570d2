package io.lethe.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When interactions happened, and in which order. */
class InteractionOrderTest {

  private static final EntityKeys KEYS = keys(2, 6);

  private static EntityKeys keys(int users, int items) {
    return new EntityKeys(
        LongStream.range(0, users).toArray(), LongStream.range(0, items).toArray());
  }

  /** One row each of items 0, 1, ... for these users at these times. */
  private static Interactions rows(EntityKeys keys, int[] users, long... times) {
    return new Interactions(
        keys, users, IntStream.range(0, users.length).toArray(), new float[users.length], times);
  }

  private static long[] times(Interactions rows) {
    return IntStream.range(0, rows.size()).mapToLong(rows::time).toArray();
  }

  @Test
  void sequences_byTimeThenByPlace_unknownTimesFirst_userAfterUser() {
    int[] users = {1, 0, 0, 0, 1, 0};
    Interactions rows = rows(KEYS, users, 9, 30, 20, 0, -7, 20);
    assertArrayEquals(new int[]{3, 2, 5, 1, 4, 0}, InteractionView.of(rows).sequences());
    assertArrayEquals(
        new int[]{3, 5, 1, 4, 0}, new InteractionView(rows, new int[]{2}).sequences());
  }

  @Test
  void sequences_withoutTimes_areTheLogsOrder() {
    Interactions rows = rows(KEYS, new int[]{1, 0, 1, 0});
    assertFalse(rows.hasTimes());
    assertArrayEquals(new int[]{1, 3, 0, 2}, InteractionView.of(rows).sequences());
    assertArrayEquals(new long[4], times(rows));
    assertFalse(rows(KEYS, new int[]{1, 0}, 0, 0).hasTimes());
  }

  @Test
  void compareOrder_isATotalOrder() {
    long[] known = {5, Interactions.UNKNOWN_TIME, -3, 5, Interactions.UNKNOWN_TIME, 8};
    Interactions rows = rows(KEYS, new int[6], known);
    for (int a = 0; a < known.length; a++) {
      for (int b = 0; b < known.length; b++) {
        assertEquals(
            Integer.signum(rows.compareOrder(a, b)), -Integer.signum(rows.compareOrder(b, a)));
        assertEquals(a == b, rows.compareOrder(a, b) == 0);
        for (int c = 0; c < known.length; c++) {
          assertTrue(
              rows.compareOrder(a, b) >= 0 || rows.compareOrder(b, c) >= 0
                  || rows.compareOrder(a, c) < 0);
        }
      }
    }
  }

  @Test
  void at_keepsTheTimesOfItsPositions() {
    Interactions rows = rows(KEYS, new int[5], 0, 0, 7, 0, 9);
    assertArrayEquals(new long[]{9, 0, 7}, times(rows.at(new int[]{4, 0, 2})));
    assertFalse(rows.at(new int[]{0, 3}).hasTimes());
  }

  @Test
  void followedBy_keepsBothTimes_whicheverAreKnown() {
    Interactions none = rows(KEYS, new int[2]);
    Interactions late = rows(KEYS, new int[3], 0, 4, 0);
    Interactions all = rows(KEYS, new int[2], 8, 9);
    assertArrayEquals(new long[]{0, 0, 0, 4, 0}, times(none.followedBy(late)));
    assertArrayEquals(new long[]{0, 4, 0, 0, 0}, times(late.followedBy(none)));
    assertArrayEquals(new long[]{0, 4, 0, 8, 9}, times(late.followedBy(all)));
    assertArrayEquals(new long[]{8, 9, 0, 4, 0}, times(all.followedBy(late)));
    assertArrayEquals(
        new long[]{0, 0, 0, 4, 0, 8, 9}, times(none.followedBy(late).followedBy(all)));
    assertFalse(none.followedBy(none).hasTimes());
  }

  @Test
  void times_ofAnotherNumber_areRefused() {
    IllegalArgumentException refusal = assertThrows(
        IllegalArgumentException.class, () -> rows(KEYS, new int[2], 1, 2, 3));
    assertEquals("columns of 2 users, 2 items, 2 values, 3 times", refusal.getMessage());
  }
}
