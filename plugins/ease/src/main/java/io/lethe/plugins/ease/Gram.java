package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;

/** {@code X'X + lambda I} as a dense matrix. */
final class Gram {

  /** Tasks get rows from all over the matrix: popular items, whose rows cost most, lie together. */
  private static final int STRIDES = 64;

  private final Histories histories;
  private final int[] starts;
  private final int[] users;
  private final float[] weights;

  /** Groups the histories by item. O(interactions). */
  Gram(Histories histories) {
    this.histories = histories;
    int n = histories.itemCount();
    starts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      starts[i + 1] = starts[i] + histories.count(i);
    }
    users = new int[starts[n]];
    weights = new float[starts[n]];
    int[] next = starts.clone();
    for (int user = 0; user < histories.users(); user++) {
      History history = histories.of(user).distinct();
      for (int k = history.from(); k < history.to(); k++) {
        int at = next[history.items()[k]]++;
        users[at] = user;
        weights[at] = history.weights()[k];
      }
    }
  }

  /**
   * The lower triangle; zeros above. O(sum over users of history^2), rows in parallel.
   *
   * @return {@code n * n} doubles, row major
   */
  double[] lower(double lambda, Workers workers) {
    int n = histories.itemCount();
    double[] matrix = new double[Math.multiplyExact(n, n)];
    int rowsPerStride = Math.ceilDiv(n, STRIDES);
    workers.run(STRIDES * rowsPerStride, STRIDES, (from, to) -> {
      for (int k = from; k < to; k++) {
        int row = k % STRIDES * rowsPerStride + k / STRIDES;
        if (row < n) {
          fill(row, matrix, n);
          matrix[row * n + row] += lambda;
        }
      }
    });
    return matrix;
  }

  private void fill(int row, double[] matrix, int n) {
    for (int at = starts[row]; at < starts[row + 1]; at++) {
      History history = histories.of(users[at]).distinct();
      double weight = weights[at];
      int[] items = history.items();
      float[] others = history.weights();
      for (int k = history.from(); k < history.to() && items[k] <= row; k++) {
        matrix[row * n + items[k]] += weight * others[k];
      }
    }
  }
}
