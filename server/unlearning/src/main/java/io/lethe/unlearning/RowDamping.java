package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock;

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

  /** What is added to every eigenvalue of a row's curvature, L2 included. */
  double ridge(ParameterBlock block, float terms) {
    return block.l2() + shift + perRootTerm * Math.sqrt(terms);
  }
}
