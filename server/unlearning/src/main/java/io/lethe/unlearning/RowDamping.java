package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;

/**
 * What is added to the curvature of a row. It grows with the root of the row's loss terms, because
 * it stands for training that stopped early: Adam moves a row at a pace that the root of its summed
 * squared gradients divides, and gradient descent that stops is damped in proportion to that pace.
 *
 * @param perRootTerm times the root of the row's terms; not negative
 * @param shift the same for every row; not negative
 */
record RowDamping(double perRootTerm, double shift) {

  /** What calibration finds: nothing but the part that grows. */
  static RowDamping calibrated(double perRootTerm) {
    return new RowDamping(perRootTerm, 0);
  }

  /** As Levenberg and Marquardt have it. */
  static RowDamping even(double shift) {
    return new RowDamping(0, shift);
  }

  /**
   * {@code out = in / (l2 + damping)}, row by row.
   *
   * @param terms loss terms of the selected rows, blocks in order
   */
  void divide(ParameterSelection rows, float[] terms, float[] in, float[] out) {
    int first = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      ParameterBlock block = rows.layout().blocks().get(b);
      for (int k = 0; k < rows.count(b); k++) {
        double ridge = ridge(block, terms[first + k]);
        int at = rows.offset(b) + k * block.width();
        for (int j = at; j < at + block.width(); j++) {
          out[j] = (float) (in[j] / ridge);
        }
      }
      first += rows.count(b);
    }
  }

  /** {@code out = (l2 + damping) * in}, row by row; the inverse of {@link #divide}. */
  void multiply(ParameterSelection rows, float[] terms, float[] in, float[] out) {
    int first = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      ParameterBlock block = rows.layout().blocks().get(b);
      for (int j = rows.offset(b); j < rows.offset(b + 1); j++) {
        int k = (j - rows.offset(b)) / block.width();
        out[j] = (float) (in[j] * ridge(block, terms[first + k]));
      }
      first += rows.count(b);
    }
  }

  /**
   * What is added to the curvature of some rows, L2 included.
   *
   * @param terms loss terms of the selected rows, blocks in order
   */
  double[] ridges(ParameterSelection rows, float[] terms) {
    double[] ridges = new double[terms.length];
    int k = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      for (int end = k + rows.count(b); k < end; k++) {
        ridges[k] = ridge(rows.layout().blocks().get(b), terms[k]);
      }
    }
    return ridges;
  }

  /** What is added to every eigenvalue of a row's curvature, L2 included. */
  double ridge(ParameterBlock block, float terms) {
    return block.l2() + shift + perRootTerm * Math.sqrt(terms);
  }
}
