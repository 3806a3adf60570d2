package io.lethe.kernels.nd4j.autodiff;

import io.lethe.spi.ParameterSelection;

/**
 * A direction in the selected parameters, zero elsewhere, with a length of step for central
 * differences along it. The arrays are only read.
 */
final class Direction {

  /**
   * Length of a step in all parameters together. In double precision, around 1e-5 the errors of
   * rounding and of curvature are both about 1e-10 of the result, and hardly any kink of a ReLU lies
   * on the way.
   */
  private static final double STEP = 1e-5;

  private final ParameterSelection selection;
  private final float[] vector;
  private final double norm;

  Direction(ParameterSelection selection, float[] vector) {
    this.selection = selection;
    this.vector = vector;
    double squares = 0;
    for (int k = 0; k < selection.length(); k++) {
      squares += (double) vector[k] * vector[k];
    }
    this.norm = Math.sqrt(squares);
  }

  /** Whether there is no direction at all. */
  boolean isZero() {
    return norm == 0;
  }

  /** What the vector is multiplied with to make a step. */
  double step() {
    return STEP / norm;
  }

  /** Adds a multiple of one row's part, which is nothing for a row not selected. */
  void addTo(int block, int row, int width, double factor, double[] out, int outOffset) {
    int position = selection.position(block, row);
    if (position < 0) {
      return;
    }
    int from = selection.offset(block) + position * width;
    for (int c = 0; c < width; c++) {
      out[outOffset + c] += factor * vector[from + c];
    }
  }

  /** Product of one row's part with a row of slopes, 0 for a row not selected. */
  double dot(int block, int row, int width, float[] slopes, int offset) {
    int position = selection.position(block, row);
    if (position < 0) {
      return 0;
    }
    int from = selection.offset(block) + position * width;
    double sum = 0;
    for (int c = 0; c < width; c++) {
      sum += (double) vector[from + c] * slopes[offset + c];
    }
    return sum;
  }
}
