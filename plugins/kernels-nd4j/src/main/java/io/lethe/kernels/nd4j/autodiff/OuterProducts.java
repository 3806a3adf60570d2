package io.lethe.kernels.nd4j.autodiff;

/** Sum of outer products of rows with themselves. Confined. */
final class OuterProducts {

  private final int width;
  private final double[] sums;

  OuterProducts(int width) {
    this.width = width;
    this.sums = new double[width * width];
  }

  /** Adds the lower triangles of some rows. */
  void add(double[] rows, int count) {
    for (int at = 0; at < count * width; at += width) {
      for (int r = 0; r < width; r++) {
        double left = rows[at + r];
        for (int c = 0; c <= r; c++) {
          sums[r * width + c] += left * rows[at + c];
        }
      }
    }
  }

  /** Adds the lower triangle of one row, weighted. */
  void add(float[] rows, int at, double weight) {
    for (int r = 0; r < width; r++) {
      double left = weight * rows[at + r];
      for (int c = 0; c <= r; c++) {
        sums[r * width + c] += left * rows[at + c];
      }
    }
  }

  /** The whole symmetric matrix, row major. */
  double[] matrix() {
    double[] matrix = sums.clone();
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < r; c++) {
        matrix[c * width + r] = sums[r * width + c];
      }
    }
    return matrix;
  }
}
