package io.lethe.kernels;

import java.util.Arrays;

/**
 * Sorts by the upper 32 bits of longs, signed; equal ones stay in order. Radix sort, three passes of
 * eleven bits: several times faster than comparing on the sizes of validation sets.
 */
final class HighBitsSort {

  private static final int DIGIT_BITS = 11;
  private static final int BUCKETS = 1 << DIGIT_BITS;
  private static final int DIGITS = 3;

  /** Below this, clearing and summing the buckets costs more than comparing. */
  private static final int COMPARED_MAX = 1024;

  private HighBitsSort() {}

  /** The keys in ascending order: the same array or another one; the given one is used up. */
  static long[] sort(long[] keys) {
    if (keys.length <= COMPARED_MAX) {
      Arrays.sort(keys);
      return keys;
    }
    int[][] starts = starts(keys);
    long[] from = keys;
    long[] to = new long[keys.length];
    for (int d = 0; d < DIGITS; d++) {
      int[] next = starts[d];
      for (long key : from) {
        to[next[digit(key, d)]++] = key;
      }
      long[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static int[][] starts(long[] keys) {
    int[][] starts = new int[DIGITS][BUCKETS];
    for (long key : keys) {
      for (int d = 0; d < DIGITS; d++) {
        starts[d][digit(key, d)]++;
      }
    }
    for (int[] counts : starts) {
      int start = 0;
      for (int b = 0; b < BUCKETS; b++) {
        int count = counts[b];
        counts[b] = start;
        start += count;
      }
    }
    return starts;
  }

  /** With the sign bit turned, digits order as the signed numbers do. */
  private static int digit(long key, int digit) {
    return (int) ((key ^ Long.MIN_VALUE) >>> (Integer.SIZE + digit * DIGIT_BITS)) & (BUCKETS - 1);
  }
}
