package io.lethe.kernels;

import java.util.Arrays;

/** Stable sorting of small whole numbers, by counting unless there are far fewer than values. */
final class CountingSort {

  /** With fewer keys than this part of their bound, comparing beats clearing the counts. */
  private static final int SPARSE_PART = 16;

  private CountingSort() {}

  /** Positions of {@code keys} in ascending order of key; every key in {@code 0 .. bound - 1}. */
  static int[] order(int[] keys, int bound) {
    if (keys.length < bound / SPARSE_PART) {
      return orderOfFew(keys, bound);
    }
    int[] next = starts(keys, bound);
    int[] order = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      order[next[keys[k]]++] = k;
    }
    return order;
  }

  private static int[] orderOfFew(int[] keys, int bound) {
    long[] pairs = new long[keys.length];
    for (int k = 0; k < keys.length; k++) {
      checkKey(keys[k], bound);
      pairs[k] = (long) keys[k] << Integer.SIZE | k;
    }
    Arrays.sort(pairs);
    int[] order = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      order[k] = (int) pairs[k];
    }
    return order;
  }

  private static void checkKey(int key, int bound) {
    if (key < 0 || key >= bound) {
      throw new IndexOutOfBoundsException("row " + key + " is outside 0.." + (bound - 1));
    }
  }

  /** Where each key's entries begin; {@code bound + 1} numbers. */
  static int[] starts(int[] keys, int bound) {
    int[] starts = new int[bound + 1];
    for (int key : keys) {
      checkKey(key, bound);
      starts[key + 1]++;
    }
    for (int k = 0; k < bound; k++) {
      starts[k + 1] += starts[k];
    }
    return starts;
  }

  /** The grouping of pairs whose own rows are already ascending; takes {@code others} over. */
  static PairSide side(int[] ascending, int[] others) {
    int groups = 0;
    for (int k = 0; k < ascending.length; k++) {
      if (k == 0 || ascending[k] != ascending[k - 1]) {
        groups++;
      }
    }
    int[] rows = new int[groups];
    int[] starts = new int[groups + 1];
    int group = 0;
    for (int k = 0; k < ascending.length; k++) {
      if (k == 0 || ascending[k] != ascending[k - 1]) {
        starts[group] = k;
        rows[group++] = ascending[k];
      }
    }
    starts[groups] = ascending.length;
    return new PairSide(rows, starts, others);
  }
}
