package io.lethe.kernels.solve;

/**
 * The curvature {@code scale * (A (x) B)} of a dense layer's {@code rows x width} matrix, decomposed
 * once: in the eigenvectors of both factors it is diagonal, so that the inverse of {@code scale * (A
 * (x) B) + ridge I} is exact and cheap for every scale and ridge (Martens and Grosse 2015, section
 * 4.4 and appendix B). Immutable; safe for concurrent use.
 */
public final class KroneckerProduct {

  private final SymmetricEigen rows;
  private final SymmetricEigen columns;

  private KroneckerProduct(SymmetricEigen rows, SymmetricEigen columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Decomposes the factors. O(rows^3 + width^3).
   *
   * @param left A, {@code rows * rows} doubles, row major, symmetric, positive semi-definite
   * @param right B, {@code width * width} doubles likewise
   * @throws IllegalArgumentException if a size is wrong or a number is not finite
   */
  public static KroneckerProduct of(double[] left, int rows, double[] right, int width) {
    return new KroneckerProduct(SymmetricEigen.of(left, rows), SymmetricEigen.of(right, width));
  }

  /**
   * {@code out = (scale * (A (x) B) + ridge I)^-1 in}. O(rows * width * (rows + width)).
   *
   * @param scale at least 0
   * @param ridge above 0
   * @param in the matrix, row by row, from {@code offset}; only read
   * @param out likewise; overwritten; may be the input
   */
  public void solve(double scale, double ridge, float[] in, float[] out, int offset) {
    int n = rows.values().length;
    int m = columns.values().length;
    double[] matrix = new double[n * m];
    for (int k = 0; k < matrix.length; k++) {
      matrix[k] = in[offset + k];
    }
    double[] turned = columnsTurned(rowsTurned(matrix, n, m, false), n, m, false);
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < m; c++) {
        // Rounding can leave a singular factor with eigenvalues just below zero.
        double curvature = Math.max(0, rows.values()[r]) * Math.max(0, columns.values()[c]);
        turned[r * m + c] /= scale * curvature + ridge;
      }
    }
    double[] back = columnsTurned(rowsTurned(turned, n, m, true), n, m, true);
    for (int k = 0; k < back.length; k++) {
      out[offset + k] = (float) back[k];
    }
  }

  private double[] rowsTurned(double[] matrix, int n, int m, boolean back) {
    double[] turned = new double[n * m];
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < n; k++) {
        double factor = back ? rows.vectors()[k * n + r] : rows.vectors()[r * n + k];
        for (int c = 0; c < m; c++) {
          turned[r * m + c] += factor * matrix[k * m + c];
        }
      }
    }
    return turned;
  }

  private double[] columnsTurned(double[] matrix, int n, int m, boolean back) {
    double[] turned = new double[n * m];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < m; c++) {
        for (int k = 0; k < m; k++) {
          double factor = back ? columns.vectors()[k * m + c] : columns.vectors()[c * m + k];
          turned[r * m + c] += factor * matrix[r * m + k];
        }
      }
    }
    return turned;
  }
}
