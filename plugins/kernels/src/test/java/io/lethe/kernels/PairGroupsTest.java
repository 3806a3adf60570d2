package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairGroupsTest {

  private final Pairs pairs = Pairs.random(3, 50, 30, 4, 800);
  private final PairGroups groups = pairs.groups();

  /** Each side lists every pair once, ascending, and the two sides agree. */
  private static void assertGrouped(PairGroups groups, int[] users, int[] items) {
    PairSide byUser = groups.byUser();
    PairSide byItem = groups.byItem();
    int[] userOf = new int[groups.size()];
    for (int g = 0; g < byUser.groups(); g++) {
      Arrays.fill(userOf, byUser.starts()[g], byUser.starts()[g + 1], byUser.rows()[g]);
    }
    int[] seen = new int[groups.size()];
    for (int g = 0; g < byItem.groups(); g++) {
      for (int k = byItem.starts()[g]; k < byItem.starts()[g + 1]; k++) {
        int inUserOrder = groups.crossing()[k];
        seen[inUserOrder]++;
        assertEquals(byItem.rows()[g], byUser.others()[inUserOrder]);
        assertEquals(byItem.others()[k], userOf[inUserOrder]);
      }
    }
    int[] once = new int[groups.size()];
    Arrays.fill(once, 1);
    assertArrayEquals(once, seen);
    for (int k = 0; k < groups.size(); k++) {
      assertEquals(users[groups.origin()[k]], userOf[k]);
      assertEquals(items[groups.origin()[k]], byUser.others()[k]);
    }
  }

  @Test
  void of_randomPairs_bothSidesComplete() {
    assertGrouped(groups, pairs.users(), pairs.items());
    assertArrayEquals(
        IntStream.of(pairs.users()).sorted().distinct().toArray(), groups.activeRows().users());
    assertArrayEquals(
        IntStream.of(pairs.items()).sorted().distinct().toArray(), groups.activeRows().items());
  }

  @Test
  void of_noPairs_empty() {
    PairGroups empty = PairGroups.of(new int[0], new int[0], 5, 5);
    assertEquals(0, empty.size());
    assertEquals(0, empty.activeRows().length(3));
  }

  @Test
  void of_fewPairsAmongManyRows_groupedAsAmongFew() {
    PairGroups few = PairGroups.of(pairs.users(), pairs.items(), 1 << 24, 1 << 24);
    assertArrayEquals(groups.origin(), few.origin());
    assertArrayEquals(groups.crossing(), few.crossing());
    assertArrayEquals(groups.activeRows().users(), few.activeRows().users());
    assertArrayEquals(groups.activeRows().items(), few.activeRows().items());
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> PairGroups.of(new int[]{-1}, new int[]{0}, 1000, 1000));
  }

  @Test
  void of_rowOutOfRange_refused() {
    assertThrows(
        IndexOutOfBoundsException.class, () -> PairGroups.of(new int[]{5}, new int[]{0}, 5, 5));
    assertThrows(IllegalArgumentException.class, () -> PairGroups.of(new int[2], new int[1], 5, 5));
  }

  @Test
  void toUserOrder_values_followTheirPairs() {
    float[] values = new float[pairs.users().length];
    for (int k = 0; k < values.length; k++) {
      values[k] = k;
    }
    float[] ordered = groups.toUserOrder(values);
    for (int k = 0; k < values.length; k++) {
      assertEquals(groups.origin()[k], (int) ordered[k]);
    }
  }

  @Test
  void counts_selectedRows_numberOfPairs() {
    PairSelection rows = new PairSelection(new int[]{0, 4, 49}, new int[]{1, 29});
    float[] counts = {9, 9, 9, 9, 9, 9};
    groups.counts(rows, counts);
    float[] expected = new float[6];
    expected[5] = 9;
    for (int k = 0; k < pairs.users().length; k++) {
      expected[0] += pairs.users()[k] == 0 ? 1 : 0;
      expected[1] += pairs.users()[k] == 4 ? 1 : 0;
      expected[3] += pairs.items()[k] == 1 ? 1 : 0;
    }
    assertArrayEquals(expected, counts);
  }

  @Test
  void pairSelection_rowsNotAscending_refused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PairSelection(new int[]{1, 1}, new int[0]));
  }
}
