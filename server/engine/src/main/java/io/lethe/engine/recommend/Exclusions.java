package io.lethe.engine.recommend;

import io.lethe.engine.change.Moved;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.subject.Containment;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Which items must not be recommended, or not be known, in one query: item indices, ascending and
 * distinct. An array may be shared with the version: only read.
 */
final class Exclusions {

  private static final int[] NONE = {};

  private Exclusions() {}

  /** Items that are held back from everybody. */
  static int[] contained(Trip trip) {
    Containment containment = trip.containment();
    return containment.isEmpty()
        ? NONE
        : indices(trip, containment.items(trip.version().erasurePosition()));
  }

  /** Items that are held back from everybody, and those whose interaction with a user is. */
  static int[] contained(Trip trip, String user) {
    Containment containment = trip.containment();
    return containment.isEmpty()
        ? NONE
        : merged(
            contained(trip),
            indices(trip, containment.itemsOf(user, trip.version().erasurePosition())));
  }

  /** What no answer may hold, and what the caller excludes. */
  static int[] forAll(Trip trip, List<String> excludeItems) {
    return merged(merged(trip.index().erasedItems(), contained(trip)), indices(trip, excludeItems));
  }

  /** Those, and unless the query has it otherwise what the user has seen, lately included. */
  static LeftOut forUser(Trip trip, int user, RecentItems recent, RecommendQuery query) {
    int[] excluded = merged(contained(trip, query.user()), indices(trip, query.excludeItems()));
    int[] erased = trip.index().erasedItems();
    if (query.includeSeen()) {
      return new LeftOut(NONE, erased, excluded);
    }
    int[] seen = user == EntityIndex.UNKNOWN ? NONE : trip.data().seen(user);
    return new LeftOut(seen, erased, merged(indices(trip, recent.items()), excluded));
  }

  /** What no answer may hold, what the caller excludes, and unless they may come back the given. */
  static int[] forHistory(Trip trip, History history, HistoryQuery query) {
    int[] excluded = forAll(trip, query.excludeItems());
    return query.includeGiven() ? excluded : merged(history.ascendingItems(), excluded);
  }

  private static int[] indices(Trip trip, Collection<String> ids) {
    return ids.isEmpty()
        ? NONE
        : ids.stream()
            .mapToInt(trip.index()::item)
            .filter(item -> item != EntityIndex.UNKNOWN)
            .sorted()
            .distinct()
            .toArray();
  }

  /** Those of the left that are not on the right; both are ascending and distinct. */
  static int[] without(int[] left, int[] right) {
    return right.length == 0
        ? left.clone()
        : Arrays.stream(left).filter(item -> Arrays.binarySearch(right, item) < 0).toArray();
  }

  /** Both are ascending and distinct; a plugin may change the result, not them. */
  static int[] merged(int[] left, int[] right) {
    int[] all = new int[left.length + right.length];
    int next = 0;
    int l = 0;
    int r = 0;
    while (l < left.length || r < right.length) {
      boolean takeLeft = r == right.length || (l < left.length && left[l] <= right[r]);
      int value = takeLeft ? left[l++] : right[r++];
      if (next == 0 || all[next - 1] != value) {
        all[next++] = value;
      }
    }
    return Arrays.copyOf(all, next);
  }

  /**
   * What an answer to a user must not hold: item indices, ascending and distinct in each array, which is
   * shared with the version and only read.
   *
   * @param seen by the user, as the version knows it
   * @param erased for everybody
   * @param others contained, excluded by the caller, or seen lately
   */
  record LeftOut(int[] seen, int[] erased, int[] others) {

    /** All of them, ascending and distinct; an array of the caller's own. */
    int[] all() {
      return merged(merged(seen, erased), others);
    }

    /** Items that are left out here or there and not in both, ascending. O(1) where the arrays are shared. */
    int[] difference(LeftOut there) {
      if (Arrays.equals(seen, there.seen) && Arrays.equals(erased, there.erased)
          && Arrays.equals(others, there.others)) {
        return new int[0];
      }
      int[] here = all();
      int[] before = there.all();
      return Moved.union(without(here, before), without(before, here));
    }

    /** Whether the user has seen the same, as the version knows it. */
    boolean hasSeen(int[] items) {
      return Arrays.equals(seen, items);
    }
  }
}
