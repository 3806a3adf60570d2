package io.lethe.plugins.ials;

import io.lethe.kernels.RangeTask;
import io.lethe.kernels.Workers;
import java.util.Arrays;

/**
 * Rows cut into chunks of about equal work, the same whatever the number of threads.
 *
 * @param bounds chunk {@code c} is the rows {@code bounds[c] .. bounds[c + 1] - 1}
 */
record BalancedRows(int[] bounds) {

  /** Work of one chunk, in entries: some hundred microseconds. */
  private static final int CHUNK_WORK = 8192;

  /** What a row costs besides its entries, in entries: a product with the Gram matrix. */
  private static final int ROW_WORK = 16;

  static BalancedRows of(SparseSide side) {
    int rows = side.rows();
    int[] bounds = new int[rows + 1];
    int chunks = 0;
    long work = 0;
    for (int row = 0; row < rows; row++) {
      work += ROW_WORK + side.count(row);
      if (work >= CHUNK_WORK || row == rows - 1) {
        bounds[++chunks] = row + 1;
        work = 0;
      }
    }
    return new BalancedRows(Arrays.copyOf(bounds, chunks + 1));
  }

  int chunks() {
    return bounds.length - 1;
  }

  /** Runs a task on every chunk of rows. */
  void run(Workers workers, RangeTask task) {
    workers.run(chunks(), 1, (from, to) -> {
      for (int chunk = from; chunk < to; chunk++) {
        task.run(bounds[chunk], bounds[chunk + 1]);
      }
    });
  }
}
