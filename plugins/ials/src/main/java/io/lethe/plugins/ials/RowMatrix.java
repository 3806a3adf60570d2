package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import java.util.Arrays;

/**
 * The matrix of one row's least squares, {@code G + reg + sum of extras * y y'}, and its Cholesky
 * factor. Sums of outer products run in floats over blocks of entries, in doubles across blocks; the
 * factor is in doubles. Confined to one thread; used again for row after row.
 */
final class RowMatrix {

  private static final int BLOCK_ROWS = 256;

  private final int width;
  private final double[] base;
  private final double[] factor;
  private final float[] block;
  private final float[] rows;

  /**
   * Room for one row's matrix.
   *
   * @param gram of the fixed side, {@code width * width}; only read
   */
  RowMatrix(double[] gram, int width, double reg) {
    this.width = width;
    this.base = gram.clone();
    for (int c = 0; c < width; c++) {
      base[c * width + c] += reg;
    }
    this.factor = new double[width * width];
    this.block = new float[width * width];
    this.rows = new float[4 * width];
  }

  /** Makes and factors the matrix of one row; O(entries * width^2 + width^3). */
  void factor(SparseSide side, int row, EmbeddingTable fixed) {
    System.arraycopy(base, 0, factor, 0, base.length);
    int end = side.starts()[row + 1];
    for (int from = side.starts()[row]; from < end; from += BLOCK_ROWS) {
      Arrays.fill(block, 0);
      addBlock(side, from, Math.min(end, from + BLOCK_ROWS), fixed);
      for (int k = 0; k < block.length; k++) {
        factor[k] += block[k];
      }
    }
    cholesky();
  }

  private void addBlock(SparseSide side, int from, int to, EmbeddingTable fixed) {
    float[] extras = side.extras();
    int k = from;
    for (; k < to - 3; k += 4) {
      for (int j = 0; j < 4; j++) {
        fixed.copyRow(side.columns()[k + j], rows, j * width);
      }
      addFour(extras[k], extras[k + 1], extras[k + 2], extras[k + 3]);
    }
    for (; k < to; k++) {
      fixed.copyRow(side.columns()[k], rows, 0);
      Arrays.fill(rows, width, rows.length, 0);
      addFour(extras[k], 0, 0, 0);
    }
  }

  /** The upper triangle; the inner loop is elementwise, so the compiler may use vectors. */
  private void addFour(float e0, float e1, float e2, float e3) {
    int w = width;
    float[] y = rows;
    float[] sum = block;
    for (int r = 0; r < w; r++) {
      float f0 = e0 * y[r];
      float f1 = e1 * y[w + r];
      float f2 = e2 * y[2 * w + r];
      float f3 = e3 * y[3 * w + r];
      int at = r * w;
      for (int c = r; c < w; c++) {
        sum[at + c] += f0 * y[c] + f1 * y[w + c] + f2 * y[2 * w + c] + f3 * y[3 * w + c];
      }
    }
  }

  /** Upper factor in place, row by row: {@code matrix = U' U}. */
  private void cholesky() {
    double[] u = factor;
    int w = width;
    for (int r = 0; r < w; r++) {
      double inverse = 1 / Math.sqrt(u[r * w + r]);
      for (int c = r; c < w; c++) {
        u[r * w + c] *= inverse;
      }
      for (int i = r + 1; i < w; i++) {
        double f = u[r * w + i];
        for (int c = i; c < w; c++) {
          u[i * w + c] -= f * u[r * w + c];
        }
      }
    }
  }

  /** Replaces a right-hand side by the solution. */
  void solve(double[] vector) {
    double[] u = factor;
    int w = width;
    for (int r = 0; r < w; r++) {
      vector[r] /= u[r * w + r];
      double f = vector[r];
      for (int c = r + 1; c < w; c++) {
        vector[c] -= f * u[r * w + c];
      }
    }
    for (int r = w - 1; r >= 0; r--) {
      double sum = vector[r];
      for (int c = r + 1; c < w; c++) {
        sum -= u[r * w + c] * vector[c];
      }
      vector[r] = sum / u[r * w + r];
    }
  }
}
