package io.lethe.plugins.ease;

import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a removal does to histories.
 *
 * @param after all histories without what goes
 * @param gone items that had a user and have none now
 * @param before of every user with a changed weight, ascending: the history, without the gone items
 * @param items of the interactions that go, ascending and distinct
 */
record Change(Histories after, BitSet gone, Map<Integer, History> before, int[] items) {

  /**
   * Takes interactions out of histories. O(histories of the users they are of).
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if one is not there
   */
  static Change of(Histories histories, Interactions forget, WeightRule rule) {
    Map<Integer, long[]> keys = keysByUser(forget, rule);
    Map<Integer, History> left = new HashMap<>();
    keys.forEach((user, of) -> {
      try {
        left.put(user, histories.of(user).without(of));
      } catch (IllegalArgumentException e) {
        throw new PluginException(
            PluginException.Kind.INVALID_ARGUMENT, "user %d: %s".formatted(user, e.getMessage()),
            e);
      }
    });
    Histories after = histories.with(left);
    int[] items = keys.values()
        .stream()
        .flatMapToLong(Arrays::stream)
        .mapToInt(History::item)
        .sorted()
        .distinct()
        .toArray();
    BitSet gone = new BitSet(after.itemCount());
    Arrays.stream(items).filter(item -> after.count(item) == 0).forEach(gone::set);
    Map<Integer, History> before = new LinkedHashMap<>();
    for (int user : keys.keySet()) {
      History without = histories.of(user).distinct().withoutItems(gone);
      if (!without.sameAs(after.of(user).distinct())) {
        before.put(user, without);
      }
    }
    return new Change(after, gone, before, items);
  }

  private static Map<Integer, long[]> keysByUser(Interactions forget, WeightRule rule) {
    Map<Integer, long[]> keys = new TreeMap<>();
    int[] sizes = new int[forget.keys().userCount()];
    for (int k = 0; k < forget.size(); k++) {
      sizes[forget.user(k)]++;
    }
    int[] filled = new int[sizes.length];
    for (int k = 0; k < forget.size(); k++) {
      int user = forget.user(k);
      long[] of = keys.computeIfAbsent(user, u -> new long[sizes[u]]);
      of[filled[user]++] = History.key(forget.item(k), rule.of(forget.value(k)));
    }
    keys.values().forEach(Arrays::sort);
    return keys;
  }

  /** By how many columns P changes. */
  int rank() {
    int rank = 2 * gone.cardinality();
    for (int user : before.keySet()) {
      rank += after.of(user).isEmpty() ? 1 : 2;
    }
    return rank;
  }
}
