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

  int[] of(int group) {
    return Arrays.copyOfRange(positions, offsets[group], offsets[group + 1]);
  }
}
