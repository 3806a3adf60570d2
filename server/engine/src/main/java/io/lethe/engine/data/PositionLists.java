package io.lethe.engine.data;

import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** Positions grouped by user or by item, ascending within a group: compressed rows. */
final class PositionLists {

  private final int[] offsets;
  private final int[] positions;

  private PositionLists(int[] offsets, int[] positions) {
    this.offsets = offsets;
    this.positions = positions;
  }

  static PositionLists byUser(Interactions all, int[] holes) {
    return group(all.size(), all.keys().userCount(), all::user, holes);
  }

  static PositionLists byItem(Interactions all, int[] holes) {
    return group(all.size(), all.keys().itemCount(), all::item, holes);
  }

  /** A counting sort. O(size + groups). */
  private static PositionLists group(int size, int groups, IntUnaryOperator groupOf, int[] holes) {
    int[] offsets = new int[groups + 1];
    int hole = 0;
    for (int k = 0; k < size; k++) {
      if (hole < holes.length && holes[hole] == k) {
        hole++;
      } else {
        offsets[groupOf.applyAsInt(k) + 1]++;
      }
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    int[] next = offsets.clone();
    int[] positions = new int[size - holes.length];
    hole = 0;
    for (int k = 0; k < size; k++) {
      if (hole < holes.length && holes[hole] == k) {
        hole++;
      } else {
        positions[next[groupOf.applyAsInt(k)]++] = k;
      }
    }
    return new PositionLists(offsets, positions);
  }

  int size() {
    return offsets.length - 1;
  }

  /**
   * With later positions at the ends of their groups. O(all) by copying, without a look at each.
   *
   * @param groups how many groups there are then
   * @param more group in the upper half, position in the lower, ascending
   */
  PositionLists with(int groups, long[] more) {
    return with(groups, more, (group, position) -> end(group));
  }

  /**
   * With later positions in groups that are ascending by item. O(all) by copying.
   *
   * @param more group in the upper half, position in the lower; within a group ascending by item
   */
  PositionLists withByItem(int groups, long[] more, IntUnaryOperator itemOf) {
    return with(
        groups, more, (group, position) -> place(group, itemOf, itemOf.applyAsInt(position)));
  }

  private PositionLists with(int groups, long[] more, IntBinaryOperator placeOf) {
    int[] nextOffsets = Arrays.copyOf(offsets, groups + 1);
    Arrays.fill(nextOffsets, offsets.length, nextOffsets.length, positions.length);
    int[] next = new int[positions.length + more.length];
    int copied = 0;
    for (int k = 0; k < more.length; k++) {
      int group = (int) (more[k] >>> Integer.SIZE);
      int position = (int) more[k];
      int place = group < size() ? placeOf.applyAsInt(group, position) : positions.length;
      System.arraycopy(positions, copied, next, copied + k, place - copied);
      copied = place;
      next[copied + k] = position;
      nextOffsets[group + 1]++;
    }
    System.arraycopy(positions, copied, next, copied + more.length, positions.length - copied);
    shift(nextOffsets, more);
    return new PositionLists(nextOffsets, next);
  }

  /** Each offset, beside what its own group got, grows by what earlier groups got. */
  private static void shift(int[] offsets, long[] more) {
    int before = 0;
    int k = 0;
    for (int group = 0; group + 1 < offsets.length; group++) {
      offsets[group + 1] += before;
      while (k < more.length && (int) (more[k] >>> Integer.SIZE) == group) {
        before++;
        k++;
      }
    }
  }

  private int end(int group) {
    return offsets[group + 1];
  }

  /** Where a position with an item belongs in a group that is ascending by item. */
  private int place(int group, IntUnaryOperator itemOf, int item) {
    int low = offsets[group];
    int high = offsets[group + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (itemOf.applyAsInt(positions[middle]) <= item) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The same positions by another column, each group in the order that they have here. O(size +
   * groups).
   */
  PositionLists regrouped(int groups, IntUnaryOperator groupOf) {
    int[] starts = new int[groups + 1];
    for (int position : positions) {
      starts[groupOf.applyAsInt(position) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] regrouped = new int[positions.length];
    for (int position : positions) {
      regrouped[next[groupOf.applyAsInt(position)]++] = position;
    }
    return new PositionLists(starts, regrouped);
  }

  /**
   * The last position of a group whose item is the given one, or -1; the group must be ascending by item.
   */
  int find(int group, IntUnaryOperator itemOf, int item) {
    int end = place(group, itemOf, item);
    return end > offsets[group] && itemOf.applyAsInt(positions[end - 1]) == item
        ? positions[end - 1]
        : -1;
  }

  int[] of(int group) {
    return Arrays.copyOfRange(positions, offsets[group], offsets[group + 1]);
  }
}
