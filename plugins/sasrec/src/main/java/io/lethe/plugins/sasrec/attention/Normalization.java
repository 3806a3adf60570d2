package io.lethe.plugins.sasrec.attention;

/**
 * Rows brought to mean 0 and variance 1 (layer normalization: Ba, Kiros and Hinton 2016), without a
 * gain: the matrices that follow have one. Confined to one thread.
 */
final class Normalization {

  private static final double LEAST_VARIANCE = 1e-6;

  private final int width;
  private final double[] rows;
  private final double[] scales;

  Normalization(int width, int rowsMax) {
    this.width = width;
    this.rows = new double[rowsMax * width];
    this.scales = new double[rowsMax];
  }

  /** The rows as they came out last. */
  double[] rows() {
    return rows;
  }

  void forward(double[] x, int row) {
    int from = row * width;
    double mean = 0;
    for (int c = 0; c < width; c++) {
      mean += x[from + c];
    }
    mean /= width;
    double squares = 0;
    for (int c = 0; c < width; c++) {
      double away = x[from + c] - mean;
      rows[from + c] = away;
      squares += away * away;
    }
    scales[row] = 1 / Math.sqrt(squares / width + LEAST_VARIANCE);
    for (int c = 0; c < width; c++) {
      rows[from + c] *= scales[row];
    }
  }

  /** Adds to the slopes of what came in what follows from those of what came out. */
  void backward(double[] slopes, int row, double[] into) {
    int from = row * width;
    double mean = 0;
    double along = 0;
    for (int c = 0; c < width; c++) {
      mean += slopes[from + c];
      along += slopes[from + c] * rows[from + c];
    }
    mean /= width;
    along /= width;
    for (int c = 0; c < width; c++) {
      into[from + c] += scales[row] * (slopes[from + c] - mean - along * rows[from + c]);
    }
  }
}
