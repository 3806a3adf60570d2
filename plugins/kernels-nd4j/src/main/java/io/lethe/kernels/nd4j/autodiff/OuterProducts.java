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

  /**
   * The same for what is left of rows when the mean of each group of them is taken out, in a sum as
   * large as that of rows around zero: what a loss that compares the rows of a group sees of them.
   *
   * @param size rows of a group, at least 2
   */
  void addAroundMean(double[] rows, int count, int size) {
    double[] around = new double[count * width];
    double scale = Math.sqrt(size / (size - 1.0));
    for (int from = 0; from < count; from += size) {
      for (int c = 0; c < width; c++) {
        double mean = 0;
        for (int row = from; row < from + size; row++) {
          mean += rows[row * width + c] / size;
        }
        for (int row = from; row < from + size; row++) {
          around[row * width + c] = scale * (rows[row * width + c] - mean);
        }
      }
    }
    add(around, count);
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
