package io.lethe.benchmarks.beside;

import java.util.Arrays;

/** The best ten rows of each of some queries. */
record Lists(int[][] items, float[][] scores) {

  static final int TOP = 10;

  /** Room for so many. */
  static Lists of(int queries) {
    return new Lists(new int[queries][TOP], new float[queries][TOP]);
  }

  /** Whether a query's rows and scores are those of another's, to the last bit. */
  boolean isSame(int query, Lists other) {
    return Arrays.equals(items[query], other.items[query])
        && Arrays.equals(scores[query], other.scores[query]);
  }

  /** The largest difference of a query's scores, place by place. */
  double difference(int query, Lists other) {
    double largest = 0;
    for (int k = 0; k < TOP; k++) {
      largest = Math.max(largest, Math.abs(scores[query][k] - other.scores[query][k]));
    }
    return largest;
  }
}
