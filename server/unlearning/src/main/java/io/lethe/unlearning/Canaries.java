package io.lethe.unlearning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Items that must not rise among everybody because somebody's interactions go: those that lose most
 * of them, and a sample of what stays. What somebody took care to add may hide an item's true score
 * until it is taken out again (camouflaged poisoning, Di et al. 2022).
 *
 * @param items distinct
 * @param users of the retained probe, distinct
 */
record Canaries(int[] items, int[] users) {

  private static final int USERS_MAX = 64;
  private static final int SHIFTED_ITEMS_MAX = 16;
  private static final int PROBE_ITEMS_MAX = 48;

  /** Chooses them; O(forget set + probe). Erased items are gone anyway. */
  static Canaries of(Interactions forget, ErasedEntities erased, Interactions probe) {
    Map<Integer, Integer> losses = new HashMap<>();
    for (int p = 0; p < forget.size(); p++) {
      losses.merge(forget.item(p), 1, Integer::sum);
    }
    IntStream shifted = losses.entrySet()
        .stream()
        .filter(entry -> !erased.containsItem(entry.getKey()))
        .sorted(
            Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(SHIFTED_ITEMS_MAX)
        .mapToInt(Map.Entry::getKey);
    IntStream others = IntStream.range(0, probe.size())
        .map(probe::item)
        .filter(item -> !erased.containsItem(item))
        .distinct()
        .limit(PROBE_ITEMS_MAX);
    int[] users = IntStream.range(0, probe.size())
        .map(probe::user)
        .filter(user -> !erased.containsUser(user))
        .distinct()
        .limit(USERS_MAX)
        .toArray();
    return new Canaries(IntStream.concat(shifted, others).distinct().toArray(), users);
  }

  /**
   * Only the item that loses the largest share of its interactions; of several the largest index.
   * O(forget set + degrees of its items).
   */
  Canaries ofLargestLoss(
      Interactions forget, ErasedEntities erased, InteractionIndex index, InteractionView trained) {
    Map<Integer, Integer> losses = new HashMap<>();
    for (int p = 0; p < forget.size(); p++) {
      losses.merge(forget.item(p), 1, Integer::sum);
    }
    int[] most = losses.entrySet()
        .stream()
        .filter(entry -> !erased.containsItem(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .max(
            Comparator.comparingDouble(
                entry -> (double) entry.getValue()
                    / Math.max(1, index.positions(Side.ITEM, entry.getKey(), trained).length)))
        .stream()
        .mapToInt(Map.Entry::getKey)
        .toArray();
    return new Canaries(most, users);
  }

  /**
   * How far the item that rises most rises: its mean score over the users, in standard deviations of
   * all scores before; NaN with nobody to ask. O(users * items).
   */
  double rise(RecommenderModel before, RecommenderModel after) {
    if (users.length == 0 || items.length == 0) {
      return Double.NaN;
    }
    float[] was = new float[items.length];
    float[] is = new float[items.length];
    double[] rises = new double[items.length];
    double sum = 0;
    double squares = 0;
    for (int user : users) {
      before.score(user, items, was);
      after.score(user, items, is);
      for (int k = 0; k < items.length; k++) {
        rises[k] += (double) is[k] - was[k];
        sum += was[k];
        squares += (double) was[k] * was[k];
      }
    }
    double count = (double) users.length * items.length;
    double deviation = Math.sqrt(Math.max(0, squares / count - Math.pow(sum / count, 2)));
    double most = Arrays.stream(rises).max().orElseThrow() / users.length;
    return deviation > 0 ? most / deviation : Double.NaN;
  }
}
