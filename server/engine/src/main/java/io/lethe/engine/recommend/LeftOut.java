package io.lethe.engine.recommend;

import io.lethe.engine.change.Moved;
import java.util.Arrays;

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
    return Exclusions.merged(Exclusions.merged(seen, erased), others);
  }

  /** Items that are left out here or there and not in both, ascending. O(1) where the arrays are shared. */
  int[] difference(LeftOut there) {
    if (Arrays.equals(seen, there.seen) && Arrays.equals(erased, there.erased)
        && Arrays.equals(others, there.others)) {
      return new int[0];
    }
    int[] here = all();
    int[] before = there.all();
    return Moved.union(Exclusions.without(here, before), Exclusions.without(before, here));
  }

  /** Whether the user has seen the same, as the version knows it. */
  boolean hasSeen(int[] items) {
    return Arrays.equals(seen, items);
  }
}
