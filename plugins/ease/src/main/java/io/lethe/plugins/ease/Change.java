package io.lethe.plugins.ease;

import io.lethe.spi.Addition;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a removal or an addition does to histories.
 *
 * @param after all histories, without what goes and with what comes
 * @param gone items that had a user and have none now
 * @param before of every user with a changed weight, ascending: the history, without the gone items
 * @param items of the interactions that go or come, ascending and distinct
 */
record Change(Histories after, BitSet gone, Map<Integer, History> before, int[] items) {

  /**
   * Takes interactions out of histories. O(histories of the users they are of).
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if one is not there
   */
  static Change of(Histories histories, Interactions forget, WeightRule rule) {
    return of(histories, keysByUser(forget, rule), Map.of());
  }

  /**
   * Puts interactions into histories in the place of those that they replace, for new users and items,
   * too. O(histories of the users they are of + users + items).
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if one of the replaced is not there
   */
  static Change of(Histories histories, Addition addition, WeightRule rule) {
    Interactions all = addition.after().all();
    return of(
        histories.grown(all.keys().userCount(), all.keys().itemCount()),
        keysByUser(all.at(addition.replaced()), rule), keysByUser(all.at(addition.added()), rule));
  }

  private static Change of(
      Histories histories, Map<Integer, long[]> less, Map<Integer, long[]> more) {
    Map<Integer, History> next = new TreeMap<>();
    less.forEach((user, of) -> next.put(user, without(histories, user, of)));
    more.forEach(
        (user, of) -> next.put(user, next.getOrDefault(user, histories.of(user)).with(of)));
    Histories after = histories.with(next);
    int[] items = Stream.of(less, more)
        .flatMap(keys -> keys.values().stream())
        .flatMapToLong(Arrays::stream)
        .mapToInt(History::item)
        .sorted()
        .distinct()
        .toArray();
    BitSet gone = new BitSet(after.itemCount());
    Arrays.stream(items).filter(item -> after.count(item) == 0).forEach(gone::set);
    Map<Integer, History> before = new LinkedHashMap<>();
    for (int user : next.keySet()) {
      History without = histories.of(user).distinct().withoutItems(gone);
      if (!without.sameAs(after.of(user).distinct())) {
        before.put(user, without);
      }
    }
    return new Change(after, gone, before, items);
  }

  private static History without(Histories histories, int user, long[] keys) {
    try {
      return histories.of(user).without(keys);
    } catch (IllegalArgumentException e) {
      throw new PluginException(
          PluginException.Kind.INVALID_ARGUMENT, "user %d: %s".formatted(user, e.getMessage()), e);
    }
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
    for (Map.Entry<Integer, History> changed : before.entrySet()) {
      rank += changed.getValue().isEmpty() ? 0 : 1;
      rank += after.of(changed.getKey()).isEmpty() ? 0 : 1;
    }
    return rank;
  }
}
