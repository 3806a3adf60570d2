package io.lethe.training;

/** Stable sorting of small whole numbers by counting, O(keys + bound). */
final class CountingOrder {

  private CountingOrder() {}

  /** The positions of {@code keys} in ascending order of key, keys in {@code 0 .. bound - 1}. */
  static int[] of(int[] keys, int bound) {
    int[] next = new int[bound + 1];
    for (int key : keys) {
      next[key + 1]++;
    }
    for (int k = 0; k < bound; k++) {
      next[k + 1] += next[k];
    }
    int[] order = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      order[next[keys[k]]++] = k;
    }
    return order;
  }
}
