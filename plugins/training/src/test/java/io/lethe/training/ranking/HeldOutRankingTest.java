package io.lethe.training.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.ranking.HeldOutRanking.Rule;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutRankingTest {

  private static final HeldOutRanking.Team ALONE = (chunks, work) -> IntStream.range(0, chunks)
      .forEach(work);

  private static InteractionView view(long[] keys, int[] users, int[] items, float[] values) {
    long[] itemKeys = IntStream.range(0, 20).mapToLong(k -> k).toArray();
    return InteractionView
        .of(new Interactions(new EntityKeys(keys, itemKeys), users, items, values));
  }

  /** Lowest items first, but for those excluded. */
  private static int ascending(int user, int[] excluded, int[] items, float[] scores) {
    int[] list = IntStream.range(0, 20)
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .limit(items.length)
        .toArray();
    System.arraycopy(list, 0, items, 0, list.length);
    return list.length;
  }

  private static double ndcg(HeldOutRanking ranking, int... excluded) {
    return ranking.ndcg(HeldOutRankingTest::ascending, user -> excluded, ALONE);
  }

  private static double log2(double of) {
    return Math.log(of) / Math.log(2);
  }

  @Test
  void ndcg_twoUsers_isTheMeanOfGainsOverTheBestPossible() {
    // User 0: items 1 (twice) and 9 of 3; user 1: item 0, and item 4 is not relevant.
    InteractionView heldOut = view(
        new long[]{7, 8}, new int[]{0, 0, 0, 1, 1}, new int[]{1, 1, 9, 0, 4},
        new float[]{3, 4, 5, 3, 2});
    HeldOutRanking ranking = HeldOutRanking.of(heldOut, new Rule(5, 10, 3));
    double first = 1 / log2(3) / (1 + 1 / log2(3));
    assertEquals((first + 1) / 2, ndcg(ranking), 1e-12);
    assertArrayEquals(new int[]{0, 1}, ranking.users());
  }

  @Test
  void ndcg_lengthAndExclusions_decideWhatIsReached() {
    InteractionView heldOut = view(new long[]{7}, new int[]{0}, new int[]{4}, new float[]{1});
    assertEquals(0, ndcg(HeldOutRanking.of(heldOut, new Rule(4, 10, 1))));
    assertEquals(1 / log2(6), ndcg(HeldOutRanking.of(heldOut, new Rule(5, 10, 1))), 1e-12);
    assertEquals(1 / log2(3), ndcg(HeldOutRanking.of(heldOut, new Rule(5, 10, 1)), 0, 2, 3), 1e-12);
  }

  @Test
  void ndcg_listsShorterThanAsked_countWhatIsThere() {
    InteractionView heldOut = view(new long[]{7}, new int[]{0}, new int[]{3}, new float[]{1});
    HeldOutRanking ranking = HeldOutRanking.of(heldOut, new Rule(10, 10, 1));
    double ndcg = ranking.ndcg((user, excluded, items, scores) -> {
      Arrays.fill(items, 3);
      return 0;
    }, user -> new int[0], ALONE);
    assertEquals(0, ndcg, "items beyond what was written are left from the list before");
  }

  @Test
  void of_manyUsers_drawsTheSameWhateverOthersDo() {
    int count = 50;
    long[] keys = IntStream.range(0, count).mapToLong(k -> 1000 + 3L * k).toArray();
    int[] users = IntStream.range(0, count).toArray();
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    InteractionView all = view(keys, users, new int[count], ones);
    Rule rule = new Rule(10, 20, 1);
    int[] drawn = HeldOutRanking.of(all, rule).users();
    assertEquals(20, drawn.length);
    int leaver = IntStream.range(0, count)
        .filter(user -> Arrays.binarySearch(drawn, user) < 0)
        .findFirst()
        .orElseThrow();
    int[] fewer = HeldOutRanking.of(all.without(new int[]{leaver}), rule).users();
    assertArrayEquals(drawn, fewer);
    int[] without = HeldOutRanking.of(all.without(new int[]{drawn[0]}), rule).users();
    assertEquals(
        19, Arrays.stream(without).filter(u -> Arrays.binarySearch(drawn, u) >= 0).count(),
        "one other user fills the place, the rest stays");
  }

  @Test
  void of_nothingRelevant_isEmpty() {
    InteractionView heldOut = view(new long[]{7}, new int[]{0}, new int[]{4}, new float[]{1});
    HeldOutRanking ranking = HeldOutRanking.of(heldOut, new Rule(4, 10, 1.5f));
    assertTrue(ranking.isEmpty());
    assertTrue(Double.isNaN(ndcg(ranking)));
    assertEquals(1, HeldOutRanking.meanValue(heldOut));
  }

  @Test
  void rule_outOfBounds_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Rule(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Rule(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Rule(1, 1, Float.NaN));
  }
}
