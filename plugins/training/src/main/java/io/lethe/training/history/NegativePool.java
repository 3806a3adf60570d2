package io.lethe.training.history;

import io.lethe.spi.EntityKeys;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The items that stand for all negatives of a history: every item with its probability of being drawn,
 * and of a large catalogue a sample, each alike, drawn by a hash of the items' keys. The arrays
 * are only read.
 *
 * @param items ascending
 * @param shares their sum is 1
 */
record NegativePool(int[] items, float[] shares) {

  /** A row's curvature costs as many outer products. */
  static final int ITEMS_MAX = 4096;

  /** Of the pairs whose hashes choose the sample; no user's. */
  private static final long SAMPLE_KEY = 0x6E65676174697665L;

  static final NegativePool NONE = new NegativePool(new int[0], new float[0]);

  /** O(items * log items). */
  static NegativePool of(LossTerms terms, EntityKeys keys) {
    if (terms.sampled() == 0) {
      return NONE;
    }
    int count = keys.itemCount();
    if (count <= ITEMS_MAX) {
      return new NegativePool(IntStream.range(0, count).toArray(), terms.shares(keys));
    }
    float[] shares = new float[ITEMS_MAX];
    Arrays.fill(shares, 1f / ITEMS_MAX);
    return new NegativePool(sample(terms.random(), keys), shares);
  }

  private static int[] sample(CoupledRandom random, EntityKeys keys) {
    long[] hashes = new long[keys.itemCount()];
    for (int item = 0; item < hashes.length; item++) {
      hashes[item] = random.pair(SAMPLE_KEY, keys.item(item));
    }
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    long bound = sorted[ITEMS_MAX - 1];
    return IntStream.range(0, hashes.length)
        .filter(item -> hashes[item] <= bound)
        .limit(ITEMS_MAX)
        .toArray();
  }
}
