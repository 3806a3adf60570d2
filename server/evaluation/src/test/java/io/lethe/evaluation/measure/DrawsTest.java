package io.lethe.evaluation.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

  private static final EntityKeys KEYS = new EntityKeys(new long[10], new long[10]);

  @Test
  void first_oneCandidateLess_leavesTheOrderOfTheOthers() {
    int[] all = HashOrder.first(IntStream.range(0, 50).toArray(), 50, 7, k -> k);
    int[] withoutThree = HashOrder
        .first(IntStream.range(0, 50).filter(k -> k != 3).toArray(), 50, 7, k -> k);
    assertArrayEquals(Arrays.stream(all).filter(k -> k != 3).toArray(), withoutThree);
    assertEquals(50, Arrays.stream(all).distinct().count());
  }

  @Test
  void first_anotherSeed_isAnotherOrder() {
    int[] candidates = IntStream.range(0, 50).toArray();
    assertNotEquals(
        Arrays.toString(HashOrder.first(candidates, 5, 7, k -> k)),
        Arrays.toString(HashOrder.first(candidates, 5, 8, k -> k)));
  }

  @Test
  void matched_threeOfFourPositive_hasTheSameShare() {
    Interactions forgotten = pairs(4, k -> k == 0 ? 0 : 1);
    Interactions heldOut = pairs(20, k -> k % 2);
    Interactions drawn = MatchedPairs.draw(forgotten, heldOut, k -> k < 12, 100, 3);
    // Six positives are allowed and all are taken; two negatives go with them.
    assertEquals(8, drawn.size());
    assertEquals(6, IntStream.range(0, 8).filter(k -> drawn.value(k) > 0.5).count());
    assertEquals(4, MatchedPairs.draw(forgotten, heldOut, k -> true, 4, 3).size());
  }

  @Test
  void unseen_halfSeen_drawsOnlyTheOtherHalf() {
    Interactions seen = pairs(50, k -> 1);
    Set<List<Integer>> known = new HashSet<>();
    IntStream.range(0, 50).forEach(k -> known.add(List.of(seen.user(k), seen.item(k))));
    Interactions drawn = UnseenPairs
        .draw(List.of(seen), 30, 5, user -> user != 9, item -> item != 8);
    assertEquals(30, drawn.size());
    for (int k = 0; k < drawn.size(); k++) {
      assertFalse(known.contains(List.of(drawn.user(k), drawn.item(k))));
      assertTrue(drawn.user(k) != 9 && drawn.item(k) != 8);
    }
  }

  /** Pair k is of user k / 10 and item k % 10. */
  private static Interactions pairs(int count, java.util.function.IntUnaryOperator label) {
    int[] users = IntStream.range(0, count).map(k -> k / 10).toArray();
    int[] items = IntStream.range(0, count).map(k -> k % 10).toArray();
    float[] labels = new float[count];
    IntStream.range(0, count).forEach(k -> labels[k] = label.applyAsInt(k));
    return new Interactions(KEYS, users, items, labels);
  }
}
