package io.lethe.kernels.dense;

import io.lethe.kernels.MatrixTiles;
import io.lethe.kernels.Workers;
import java.util.Arrays;

/**
 * Sweeps of a symmetric matrix of which the lower triangle counts; above the diagonal, tiles that cross
 * it leave what nobody reads. Confined.
 */
final class Sweep {

  /** Columns swept at once: whole tiles, and a panel of them fits the first-level cache. */
  static final int BLOCK = 5 * MatrixTiles.COLUMNS;

  private static final int ROWS = MatrixTiles.ROWS;
  private static final int COLUMNS = MatrixTiles.COLUMNS;
  private static final int GROUPS_PER_PANEL = COLUMNS / ROWS;

  /** Rows of one task, in panels: their left factors fit the second-level cache. */
  private static final int TASK_PANELS = 4;

  private final MatrixTiles tiles;
  private final Workers workers;
  private final double[] a;
  private final int n;
  private final int panels;
  /** The pivot's columns, then their product with its inverse, by groups of rows. */
  private final double[] left;
  /** The pivot's columns, transposed, by panels. */
  private final double[] right;
  /** The columns' product with the pivot's inverse, by rows. */
  private final double[] product;

  Sweep(MatrixTiles tiles, Workers workers, double[] matrix, int n) {
    this.tiles = tiles;
    this.workers = workers;
    this.a = matrix;
    this.n = n;
    this.panels = Math.ceilDiv(n, COLUMNS);
    int width = Math.min(BLOCK, Math.ceilDiv(n, COLUMNS) * COLUMNS);
    this.left = new double[panels * COLUMNS * width];
    this.right = new double[panels * COLUMNS * width];
    this.product = new double[panels * COLUMNS * width];
  }

  /** The k-th of so many pieces, long and short ones in turn, where their length grows with their number. */
  static int balanced(int k, int count) {
    return k % 2 == 0 ? k / 2 : count - 1 - k / 2;
  }

  /** Sweeps by {@code width} columns from {@code first} on. */
  void by(int first, int width) {
    double[] inverse = PivotBlock.inverse(a, n, first, width);
    double[] packedInverse = packedNegated(inverse, width);
    workers.run(panels, 2, (from, to) -> {
      for (int panel = from; panel < to; panel++) {
        prepare(panel, first, width, packedInverse);
      }
    });
    int tasks = Math.ceilDiv(panels, TASK_PANELS);
    workers.run(tasks, 1, (from, to) -> {
      double[] edge = new double[ROWS * COLUMNS];
      for (int k = from; k < to; k++) {
        subtract(balanced(k, tasks) * TASK_PANELS, width, edge);
      }
    });
    workers.run(panels, 2, (from, to) -> {
      for (int row = from * COLUMNS; row < Math.min(n, to * COLUMNS); row++) {
        putBack(row, first, width);
      }
    });
    for (int r = 0; r < width; r++) {
      for (int c = 0; c <= r; c++) {
        a[(first + r) * n + first + c] = -inverse[r * width + c];
      }
    }
  }

  /** Minus the inverse, by panels: tiles subtract. */
  private static double[] packedNegated(double[] inverse, int width) {
    int count = Math.ceilDiv(width, COLUMNS);
    double[] packed = new double[count * width * COLUMNS];
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < width; c++) {
        packed[(c / COLUMNS * width + r) * COLUMNS + c % COLUMNS] = -inverse[r * width + c];
      }
    }
    return packed;
  }

  /** Packs a panel's part of the pivot's columns, and multiplies it by the pivot's inverse. */
  private void prepare(int panel, int first, int width, double[] packedInverse) {
    int at = panel * COLUMNS * width;
    for (int c = 0; c < COLUMNS; c++) {
      for (int p = 0; p < width; p++) {
        right[at + p * COLUMNS + c] = column(panel * COLUMNS + c, first, width, p);
      }
    }
    int stride = Math.ceilDiv(width, COLUMNS) * COLUMNS;
    int productAt = panel * COLUMNS * stride;
    Arrays.fill(product, productAt, productAt + COLUMNS * stride, 0);
    for (int g = 0; g < GROUPS_PER_PANEL; g++) {
      int group = at + g * ROWS * width;
      for (int p = 0; p < width; p++) {
        System.arraycopy(right, at + p * COLUMNS + g * ROWS, left, group + p * ROWS, ROWS);
      }
      int c = productAt + g * ROWS * stride;
      for (int of = 0; of < stride / COLUMNS; of++) {
        tiles.subtractProduct(
            left, group, packedInverse, of * width * COLUMNS, width, product, c + of * COLUMNS,
            stride);
      }
      for (int p = 0; p < width; p++) {
        for (int r = 0; r < ROWS; r++) {
          left[group + p * ROWS + r] = product[c + r * stride + p];
        }
      }
    }
  }

  /** An entry of the pivot's columns; zero in the pivot's own rows, which stay, and beyond the matrix. */
  private double column(int row, int first, int width, int p) {
    if (row >= n || (row >= first && row < first + width)) {
      return 0;
    }
    return row < first ? a[(first + p) * n + row] : a[row * n + first + p];
  }

  private void subtract(int firstPanel, int width, double[] edge) {
    int end = Math.min(panels, firstPanel + TASK_PANELS);
    for (int column = 0; column < end; column++) {
      int top = Math.max(firstPanel, column) * GROUPS_PER_PANEL;
      for (int group = top; group < end * GROUPS_PER_PANEL && group * ROWS < n; group++) {
        subtract(group, column, width, edge);
      }
    }
  }

  private void subtract(int group, int panel, int width, double[] edge) {
    int row = group * ROWS;
    int column = panel * COLUMNS;
    int l = row * width;
    int r = column * width;
    if (row + ROWS <= n && column + COLUMNS <= n) {
      tiles.subtractProduct(left, l, right, r, width, a, row * n + column, n);
      return;
    }
    int rows = Math.min(ROWS, n - row);
    int columns = Math.min(COLUMNS, n - column);
    for (int k = 0; k < rows; k++) {
      System.arraycopy(a, (row + k) * n + column, edge, k * COLUMNS, columns);
    }
    tiles.subtractProduct(left, l, right, r, width, edge, 0, COLUMNS);
    for (int k = 0; k < rows; k++) {
      System.arraycopy(edge, k * COLUMNS, a, (row + k) * n + column, columns);
    }
  }

  private void putBack(int row, int first, int width) {
    int stride = Math.ceilDiv(width, COLUMNS) * COLUMNS;
    if (row >= first + width) {
      System.arraycopy(product, row * stride, a, row * n + first, width);
    } else if (row < first) {
      for (int p = 0; p < width; p++) {
        a[(first + p) * n + row] = product[row * stride + p];
      }
    }
  }
}
