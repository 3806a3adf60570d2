package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * NDCG at 50 on held-out interactions, over all items but those a user trained on. Every held-out
 * interaction is relevant: a tenth of the data holds few per user, and a choice by the ten best items, or
 * by high values alone, follows its noise. Of many users a sample counts, drawn by a hash of their keys.
 */
final class Ranking {

  private static final int USERS_MAX = 5000;
  private static final int LENGTH = 50;

  private final int[] users;
  private final int[][] relevant;

  private Ranking(int[] users, int[][] relevant) {
    this.users = users;
    this.relevant = relevant;
  }

  /** Prepares held-out interactions with some items; may end up without a user. */
  static Ranking of(InteractionView heldOut, ItemNumbers numbers) {
    Interactions all = heldOut.all();
    int[] positions = heldOut.positions();
    Map<Integer, int[]> byUser = new TreeMap<>();
    for (int position : positions) {
      int item = numbers.of(all.item(position));
      if (item != ItemNumbers.OUT) {
        byUser.merge(
            all.user(position), new int[]{item},
            (left, right) -> IntStream.concat(Arrays.stream(left), Arrays.stream(right)).toArray());
      }
    }
    int[] users = sample(byUser.keySet().stream().mapToInt(user -> user).toArray(), all.keys());
    int[][] relevant = new int[users.length][];
    for (int k = 0; k < users.length; k++) {
      relevant[k] = Arrays.stream(byUser.getOrDefault(users[k], new int[0]))
          .sorted()
          .distinct()
          .toArray();
    }
    return new Ranking(users, relevant);
  }

  private static int[] sample(int[] users, EntityKeys keys) {
    return IntStream.of(users)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer user) -> mixed(keys.user(user)))
                .thenComparing(user -> user))
        .limit(USERS_MAX)
        .mapToInt(user -> user)
        .sorted()
        .toArray();
  }

  /** SplitMix64's finalizer. */
  private static long mixed(long key) {
    long z = key + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  boolean isEmpty() {
    return users.length == 0;
  }

  /** The mean over users. */
  double ndcg(RecommenderModel model, Histories trained, Workers workers) {
    double[] each = new double[users.length];
    workers.run(users.length, 8, (from, to) -> {
      for (int k = from; k < to; k++) {
        each[k] = ndcg(model, trained, k);
      }
    });
    return Arrays.stream(each).filter(one -> !Double.isNaN(one)).average().orElse(0);
  }

  /** NaN if the user trained on everything that was held out of theirs. */

  private double ndcg(RecommenderModel model, Histories trained, int k) {
    History history = trained.of(users[k]).distinct();
    int[] seen = Arrays.copyOfRange(history.items(), history.from(), history.to());
    long found = Arrays.stream(relevant[k]).filter(item -> !contains(seen, item)).count();
    if (found == 0) {
      return Double.NaN;
    }
    int[] items = new int[LENGTH];
    int filled = model.topItems(users[k], seen, items, new float[LENGTH]);
    double gain = 0;
    double best = 0;
    for (int rank = 0; rank < LENGTH; rank++) {
      double discount = 1 / (Math.log(rank + 2) / Math.log(2));
      best += rank < found ? discount : 0;
      gain += rank < filled && contains(relevant[k], items[rank]) ? discount : 0;
    }
    return gain / best;
  }

  private static boolean contains(int[] sorted, int item) {
    return Arrays.binarySearch(sorted, item) >= 0;
  }
}
