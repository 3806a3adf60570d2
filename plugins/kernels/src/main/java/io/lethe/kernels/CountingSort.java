package io.lethe.kernels;

/** Stable sorting of small whole numbers by counting. */
final class CountingSort {

  private CountingSort() {}

  /** Positions of {@code keys} in ascending order of key; every key in {@code 0 .. bound - 1}. */
  static int[] order(int[] keys, int bound) {
    int[] next = starts(keys, bound);
    int[] order = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      order[next[keys[k]]++] = k;
    }
    return order;
  }

  /** Where each key's entries begin; {@code bound + 1} numbers. */
  static int[] starts(int[] keys, int bound) {
    int[] starts = new int[bound + 1];
    for (int key : keys) {
      if (key < 0 || key >= bound) {
        throw new IndexOutOfBoundsException("row " + key + " is outside 0.." + (bound - 1));
      }
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
