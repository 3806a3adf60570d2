package io.lethe.kernels.dense;

/** The inverse of a small diagonal block by its Cholesky factor. Plain loops: O(width^3). */
final class PivotBlock {

  private PivotBlock() {}

  /**
   * The inverse, both triangles.
   *
   * @param matrix of {@code n} columns; its lower triangle is read
   * @param first row and column of the block's corner
   * @throws ArithmeticException if a pivot is not above 0
   */
  static double[] inverse(double[] matrix, int n, int first, int width) {
    double[] lower = new double[width * width];
    for (int r = 0; r < width; r++) {
      System.arraycopy(matrix, (first + r) * n + first, lower, r * width, r + 1);
    }
    factorize(lower, width, first);
    return product(inverted(lower, width), width);
  }

  private static void factorize(double[] lower, int width, int first) {
    for (int r = 0; r < width; r++) {
      for (int c = 0; c <= r; c++) {
        double sum = lower[r * width + c];
        for (int k = 0; k < c; k++) {
          sum -= lower[r * width + k] * lower[c * width + k];
        }
        if (c < r) {
          lower[r * width + c] = sum / lower[c * width + c];
        } else if (sum > 0 && sum < Double.POSITIVE_INFINITY) {
          lower[r * width + r] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException(
              "the matrix is not positive definite: pivot %d is %s".formatted(first + r, sum));
        }
      }
    }
  }

  /** The inverse of a lower triangle, transposed: its columns become rows. */
  private static double[] inverted(double[] lower, int width) {
    double[] inverse = new double[width * width];
    for (int c = 0; c < width; c++) {
      int column = c * width;
      inverse[column + c] = 1 / lower[c * width + c];
      for (int r = c + 1; r < width; r++) {
        double sum = 0;
        for (int k = c; k < r; k++) {
          sum -= lower[r * width + k] * inverse[column + k];
        }
        inverse[column + r] = sum / lower[r * width + r];
      }
    }
    return inverse;
  }

  /** {@code L^-T L^-1} of the rows that {@link #inverted} gives. */
  private static double[] product(double[] columns, int width) {
    double[] product = new double[width * width];
    for (int r = 0; r < width; r++) {
      for (int c = 0; c <= r; c++) {
        double sum = 0;
        for (int k = r; k < width; k++) {
          sum += columns[r * width + k] * columns[c * width + k];
        }
        product[r * width + c] = sum;
        product[c * width + r] = sum;
      }
    }
    return product;
  }
}
