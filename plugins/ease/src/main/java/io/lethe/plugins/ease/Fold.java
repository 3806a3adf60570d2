package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.MatrixTiles;
import io.lethe.kernels.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Writes an inverse and its columns as one matrix: {@code base + sum over k of sign_k v_k v_k'}, by the
 * tiles that invert, a few rows at a time. The same bits whatever the number of threads.
 */
final class Fold {

  private static final int WIDTH = MatrixTiles.COLUMNS;
  private static final int GROUP = MatrixTiles.ROWS;
  /** Their part of the columns stays in the first-level cache, and the rows in the second-level one. */
  private static final int ROWS_AT_ONCE = 8 * GROUP;

  private final Inverse from;
  private final IntPredicate single;
  private final double lambda;
  private final MatrixTiles tiles = Kernels.fastest().tiles();
  private final int n;
  private final int depth;
  private final int panels;
  /** Numbers of a row, up to a whole panel. */
  private final int stride;
  private final double[][] columns;
  private final int[] signs;
  /** The columns by panels of {@link #WIDTH} items. */
  private final double[] right;

  /**
   * Unpacks the columns. O(items * columns).
   *
   * @param more than the inverse has
   * @param single items without a user, whose rows and columns get the numbers that a training gives
   *     them, without rounding
   */
  Fold(Inverse from, List<Downdate.Column> more, IntPredicate single, double lambda) {
    this.from = from;
    this.single = single;
    this.lambda = lambda;
    n = from.size();
    depth = from.used() + more.size();
    panels = Math.ceilDiv(n, WIDTH);
    stride = panels * WIDTH;
    columns = new double[depth][];
    signs = new int[depth];
    right = new double[stride * depth];
    for (int d = 0; d < depth; d++) {
      Downdate.Column column = d < from.used() ? from.column(d) : more.get(d - from.used());
      columns[d] = Arrays.copyOf(column.v(), stride);
      signs[d] = column.sign();
      for (int panel = 0; panel < panels; panel++) {
        System.arraycopy(columns[d], panel * WIDTH, right, (panel * depth + d) * WIDTH, WIDTH);
      }
    }
  }

  /** As a base of its own, without columns. O(items^2 * columns), rows in parallel. */
  Inverse anew(Workers workers) {
    return into(SplitTable.zeros(n, n), workers);
  }

  /**
   * The same written over the inverse's base, which takes no memory: that inverse, and all that share
   * its base, are none any more. The base must hold every item.
   */
  Inverse inPlace(Workers workers) {
    if (!from.whole()) {
      throw new IllegalStateException(
          "a base of %d items for %d".formatted(from.base().width(), n));
    }
    return into(from.base(), workers);
  }

  /** Each row is read before it is written. */
  private Inverse into(SplitTable into, Workers workers) {
    workers.run(Math.ceilDiv(n, ROWS_AT_ONCE), 1, (begin, end) -> {
      double[] rows = new double[ROWS_AT_ONCE * stride];
      double[] left = new double[ROWS_AT_ONCE * depth];
      for (int block = begin; block < end; block++) {
        Factorizer.checkInterrupt();
        int first = block * ROWS_AT_ONCE;
        int count = Math.min(ROWS_AT_ONCE, n - first);
        add(first, count, rows, left);
        for (int r = 0; r < count; r++) {
          finish(first + r, rows, r * stride);
          into.fill(first + r, rows, r * stride);
        }
      }
    });
    return Inverse.of(into);
  }

  private void add(int first, int count, double[] rows, double[] left) {
    Arrays.fill(rows, 0);
    Arrays.fill(left, 0);
    for (int r = 0; r < count; r++) {
      from.addBaseRow(first + r, 1, rows, r * stride);
      for (int d = 0; d < depth; d++) {
        // Tiles subtract.
        left[(r / GROUP * depth + d) * GROUP + r % GROUP] = -signs[d] * columns[d][first + r];
      }
    }
    for (int panel = 0; panel < panels; panel++) {
      for (int r = 0; r < count; r += GROUP) {
        tiles.subtractProduct(
            left, r * depth, right, panel * depth * WIDTH, depth, rows, r * stride + panel * WIDTH,
            stride);
      }
    }
  }

  private void finish(int item, double[] rows, int at) {
    if (single.test(item)) {
      Arrays.fill(rows, at, at + n, 0);
      rows[at + item] = 1 / lambda;
      return;
    }
    for (int k = 0; k < n; k++) {
      if (single.test(k)) {
        rows[at + k] = 0;
      }
    }
  }
}
