package io.lethe.training.history;

import io.lethe.spi.EntityKeys;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The rows of one side that stand for all negatives of a row of the other: a user meets every item with
 * its probability of being drawn, an item every user by its number of draws. Of a large side it is a
 * sample, drawn by a hash of the keys. The arrays are only read.
 *
 * @param rows ascending
 * @param shares their sum is 1
 */
public record NegativePool(int[] rows, float[] shares) {

  /** A row's curvature costs as many outer products. */
  public static final int ROWS_MAX = 4096;

  /** Of the pairs whose hashes choose the sample; no user's and no item's. */
  private static final long SAMPLE_KEY = 0x6E65676174697665L;

  static final NegativePool NONE = new NegativePool(new int[0], new float[0]);

  /** The items that users meet. O(items * log items). */
  public static NegativePool of(LossTerms terms, EntityKeys keys) {
    if (terms.sampled() == 0) {
      return NONE;
    }
    int count = keys.itemCount();
    if (count <= ROWS_MAX) {
      return new NegativePool(IntStream.range(0, count).toArray(), terms.shares(keys));
    }
    CoupledRandom random = terms.random();
    float[] shares = new float[ROWS_MAX];
    Arrays.fill(shares, 1f / ROWS_MAX);
    int[] all = IntStream.range(0, count).toArray();
    return new NegativePool(sample(all, item -> random.pair(SAMPLE_KEY, keys.item(item))), shares);
  }

  /**
   * The users that items meet. O(users * log users).
   *
   * @param positives of each user, the positive terms, with each of which it draws as many items
   */
  public static NegativePool ofUsers(LossTerms terms, EntityKeys keys, int[] positives) {
    if (terms.sampled() == 0) {
      return NONE;
    }
    int[] drawing = IntStream.range(0, positives.length)
        .filter(user -> positives[user] > 0)
        .toArray();
    CoupledRandom random = terms.random();
    int[] users = drawing.length <= ROWS_MAX
        ? drawing
        : sample(drawing, user -> random.pair(keys.user(user), SAMPLE_KEY));
    double sum = Arrays.stream(users).mapToDouble(user -> positives[user]).sum();
    float[] shares = new float[users.length];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (float) (positives[users[k]] / sum);
    }
    return new NegativePool(users, shares);
  }

  /** The rows of the least hashes, ascending. */
  private static int[] sample(int[] all, IntToLongFunction hashed) {
    long[] hashes = Arrays.stream(all).mapToLong(hashed).toArray();
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    long bound = sorted[ROWS_MAX - 1];
    return IntStream.range(0, hashes.length)
        .filter(k -> hashes[k] <= bound)
        .limit(ROWS_MAX)
        .map(k -> all[k])
        .toArray();
  }
}
