package io.lethe.engine.model;

import io.lethe.spi.Interactions;
import java.util.Arrays;
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

  /** The position of a group whose item is the given one, or -1; the group must be by item. */
  int find(int group, Interactions all, int item) {
    int low = offsets[group];
    int high = offsets[group + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = all.item(positions[middle]);
      if (found == item) {
        return positions[middle];
      }
      if (found < item) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  int[] of(int group) {
    return Arrays.copyOfRange(positions, offsets[group], offsets[group + 1]);
  }
}
