package io.lethe.plugins.ease;

import io.lethe.training.history.GivenHistory;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One user's interactions, a stretch of two columns: items ascending, the weights of one item
 * descending. The arrays are shared, not to be written to.
 *
 * @param from first position
 * @param to position after the last one
 */
record History(int[] items, float[] weights, int from, int to) {

  static final History NONE = new History(new int[0], new float[0], 0, 0);

  boolean isEmpty() {
    return from == to;
  }

  int size() {
    return to - from;
  }

  /** Sorts by item, then weight descending, and cuts both apart again: weights are above 0. */
  static long key(int item, float weight) {
    return (long) item << Integer.SIZE | (~Float.floatToRawIntBits(weight) & 0xffffffffL);
  }

  static int item(long key) {
    return (int) (key >>> Integer.SIZE);
  }

  static float weight(long key) {
    return Float.intBitsToFloat(~(int) key);
  }

  static History of(long[] sortedKeys) {
    int[] items = new int[sortedKeys.length];
    float[] weights = new float[sortedKeys.length];
    for (int k = 0; k < sortedKeys.length; k++) {
      items[k] = item(sortedKeys[k]);
      weights[k] = weight(sortedKeys[k]);
    }
    return new History(items, weights, 0, sortedKeys.length);
  }

  /** A history of no user of the model, its values weighed as the model's own. */
  static History of(GivenHistory given, WeightRule rule) {
    float[] weights = new float[given.size()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = rule.of(given.values()[k]);
    }
    return new History(given.items(), weights, 0, weights.length);
  }

  private long[] keys() {
    long[] keys = new long[size()];
    for (int k = 0; k < keys.length; k++) {
      keys[k] = key(items[from + k], weights[from + k]);
    }
    return keys;
  }

  /** Each item once, with its largest weight: what counts. Itself if no item repeats. */
  History distinct() {
    boolean repeats = false;
    for (int k = from + 1; k < to && !repeats; k++) {
      repeats = items[k] == items[k - 1];
    }
    if (!repeats) {
      return this;
    }
    return of(filtered((k, key) -> k == 0 || items[from + k] != items[from + k - 1]));
  }

  /** The items, as an array of their own. */
  int[] ownItems() {
    return Arrays.copyOfRange(items, from, to);
  }

  /** What an item weighs in a history without repeats; 0 if it is not there. */
  float weightOf(int item) {
    int at = Arrays.binarySearch(items, from, to, item);
    return at < 0 ? 0 : weights[at];
  }

  /** Its weights times a number of each item. */
  double dot(double[] ofItems) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += weights[k] * ofItems[items[k]];
    }
    return sum;
  }

  /** What another does not have with the same weight; both without repeats. */
  History notIn(History other) {
    return of(filtered((k, key) -> other.weightOf(item(key)) != weight(key)));
  }

  /** The part with the items before a bound; itself if that is all. */
  History below(int bound) {
    if (isEmpty() || items[to - 1] < bound) {
      return this;
    }
    int end = to;
    while (end > from && items[end - 1] >= bound) {
      end--;
    }
    return new History(items, weights, from, end);
  }

  /** With some interactions more. */
  History with(long[] sortedKeys) {
    long[] all = Arrays.copyOf(keys(), size() + sortedKeys.length);
    System.arraycopy(sortedKeys, 0, all, size(), sortedKeys.length);
    Arrays.sort(all);
    return of(all);
  }

  /** Without the interactions of some items. */
  History withoutItems(BitSet gone) {
    return of(filtered((k, key) -> !gone.get(item(key))));
  }

  /**
   * Without some interactions, one for each time it is named.
   *
   * @param sortedKeys ascending
   * @throws IllegalArgumentException if one of them is not there
   */
  History without(long[] sortedKeys) {
    int[] next = {0};
    History left = of(filtered((k, key) -> {
      boolean out = next[0] < sortedKeys.length && sortedKeys[next[0]] == key;
      next[0] += out ? 1 : 0;
      return !out;
    }));
    if (next[0] < sortedKeys.length) {
      throw new IllegalArgumentException(
          "no interaction with item %d is left to forget".formatted(item(sortedKeys[next[0]])));
    }
    return left;
  }

  private long[] filtered(Keep keep) {
    long[] keys = keys();
    int count = 0;
    for (int k = 0; k < keys.length; k++) {
      if (keep.test(k, keys[k])) {
        keys[count++] = keys[k];
      }
    }
    return Arrays.copyOf(keys, count);
  }

  private interface Keep {
    boolean test(int position, long key);
  }

  boolean sameAs(History other) {
    return Arrays.equals(items, from, to, other.items, other.from, other.to)
        && Arrays.equals(weights, from, to, other.weights, other.from, other.to);
  }
}
