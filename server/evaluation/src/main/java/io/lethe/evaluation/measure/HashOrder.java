package io.lethe.evaluation.measure;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Draws by a hash of a seed and a stable key, so that the draw of one never depends on others. */
public final class HashOrder {

  /** The order's low bits hold the index, the sign stays free. */
  private static final long HASH_BITS = ~(long) Integer.MAX_VALUE & Long.MAX_VALUE;

  private HashOrder() {}

  /**
   * The first of some candidates in the order of their hashes. O(n log n).
   *
   * @param candidates 0 or more, distinct; only read
   * @param most the most to draw
   * @param key of a candidate, the same in every run
   * @return drawn candidates, in the order of their hashes
   */
  public static int[] first(int[] candidates, int most, long seed, IntToLongFunction key) {
    long[] order = new long[candidates.length];
    for (int k = 0; k < order.length; k++) {
      long hash = hash(seed, key.applyAsLong(candidates[k]));
      order[k] = (hash & HASH_BITS) | k;
    }
    Arrays.sort(order);
    int[] drawn = new int[Math.min(most, order.length)];
    for (int k = 0; k < drawn.length; k++) {
      drawn[k] = candidates[(int) (order[k] & Integer.MAX_VALUE)];
    }
    return drawn;
  }

  /** 64 well-mixed bits of a seed and a key (the finalizer of SplitMix64, Steele et al. 2014). */
  public static long hash(long seed, long key) {
    return mix(mix(seed) + key);
  }

  private static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
