package io.lethe.evaluation.measure;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Draws pairs of a user and an item that no data set holds. */
public final class UnseenPairs {

  /** Draws per pair wanted before giving up on dense data. */
  private static final int DRAWS_PER_PAIR_MAX = 20;

  private static final long ITEM_SALT = 0x5bd1e995L;

  private UnseenPairs() {}

  /**
   * Draws with values of 0.
   *
   * @param seen data sets over the same users and items
   * @param wanted number of pairs; fewer if they are hard to find
   */
  public static Interactions draw(
      List<Interactions> seen, int wanted, long seed, IntPredicate userAllowed,
      IntPredicate itemAllowed) {
    EntityKeys keys = seen.getFirst().keys();
    long[] known = pairs(seen);
    int[] users = new int[wanted];
    int[] items = new int[wanted];
    int found = 0;
    for (long draw = 0; found < wanted && draw < (long) wanted * DRAWS_PER_PAIR_MAX; draw++) {
      int user = (int) Long.remainderUnsigned(HashOrder.hash(seed, draw), keys.userCount());
      int item = (int) Long
          .remainderUnsigned(HashOrder.hash(seed ^ ITEM_SALT, draw), keys.itemCount());
      boolean fits = userAllowed.test(user) && itemAllowed.test(item)
          && Arrays.binarySearch(known, pair(user, item)) < 0;
      if (fits) {
        users[found] = user;
        items[found++] = item;
      }
    }
    return new Interactions(
        keys, Arrays.copyOf(users, found), Arrays.copyOf(items, found), new float[found]);
  }

  private static long[] pairs(List<Interactions> seen) {
    long[] pairs = new long[seen.stream().mapToInt(Interactions::size).sum()];
    int next = 0;
    for (Interactions some : seen) {
      for (int k = 0; k < some.size(); k++) {
        pairs[next++] = pair(some.user(k), some.item(k));
      }
    }
    Arrays.sort(pairs);
    return pairs;
  }

  private static long pair(int user, int item) {
    return ((long) user << Integer.SIZE) | item;
  }
}
