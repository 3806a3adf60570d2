package io.lethe.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Draws distinct items by popularity and taste. Rejection from an alias table (Vose 1991) while a
 * user wants a small part of all items, exact weighted sampling (Efraimidis and Spirakis 2006) for
 * a large part. Confined to one thread.
 */
final class ItemSampler {

  private static final double ZIPF_EXPONENT = 1.0;

  /** Flattens the head of the popularity, as a share of all items. */
  private static final double ZIPF_SHIFT = 0.02;

  /** From this share of all items on, rejection would draw too often. */
  private static final int REJECTION_SHARE_INVERSE = 10;

  private final SplittableRandom random;
  private final double[] popularity;
  private final AliasTable table;
  private final int[] takenBy;
  private int user;

  ItemSampler(int items, SplittableRandom random) {
    this.random = random;
    this.popularity = popularity(items, random);
    this.table = new AliasTable(popularity);
    this.takenBy = new int[items];
  }

  /**
   * Draws one user's items.
   *
   * @param taste of the user for an item, about standard normal
   * @param out receives the items from {@code from} on, ascending
   * @return one past the last entry written
   */
  int sample(int count, IntToDoubleFunction taste, int[] out, int from) {
    user++;
    if ((long) count * REJECTION_SHARE_INVERSE > popularity.length) {
      exact(count, taste, out, from);
    } else {
      reject(count, taste, out, from);
    }
    Arrays.sort(out, from, from + count);
    return from + count;
  }

  private void reject(int count, IntToDoubleFunction taste, int[] out, int from) {
    for (int k = 0; k < count;) {
      int item = table.draw(random);
      if (takenBy[item] != user && random.nextDouble() < preference(taste, item)) {
        takenBy[item] = user;
        out[from + k++] = item;
      }
    }
  }

  private void exact(int count, IntToDoubleFunction taste, int[] out, int from) {
    double[] arrival = new double[popularity.length];
    for (int item = 0; item < arrival.length; item++) {
      double rate = popularity[item] * preference(taste, item);
      arrival[item] = -Math.log(1 - random.nextDouble()) / rate;
    }
    int[] first = IntStream.range(0, arrival.length)
        .boxed()
        .sorted((a, b) -> Double.compare(arrival[a], arrival[b]))
        .mapToInt(item -> item)
        .limit(count)
        .toArray();
    System.arraycopy(first, 0, out, from, count);
  }

  /** Between 0 and 1, never 0. */
  private static double preference(IntToDoubleFunction taste, int item) {
    return 1 / (1 + Math.exp(-taste.applyAsDouble(item)));
  }

  private static double[] popularity(int items, SplittableRandom random) {
    double[] weights = new double[items];
    for (int rank = 0; rank < items; rank++) {
      weights[rank] = Math.pow(rank + 1 + ZIPF_SHIFT * items, -ZIPF_EXPONENT);
    }
    for (int k = items - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      double weight = weights[k];
      weights[k] = weights[other];
      weights[other] = weight;
    }
    return weights;
  }
}
