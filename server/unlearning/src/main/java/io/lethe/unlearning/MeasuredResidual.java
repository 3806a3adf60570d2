package io.lethe.unlearning;

/**
 * How far a step is from solving its damped curvature system.
 *
 * @param relative norm of {@code r - (H + damping) x} over that of r; NaN if nothing was measured, 0
 *     for no gradient
 * @param interactions retained ones it was measured on
 * @param pruned norm of the part of r in rows that pruning left out, over that of r
 */
record MeasuredResidual(double relative, int interactions, double pruned) {

  /** Nothing was looked at. */
  static MeasuredResidual none() {
    return new MeasuredResidual(Double.NaN, 0, 0);
  }

  /** The norm that is left undone; without a measurement all of the gradient counts. */
  double left(double gradientNorm) {
    return Double.isNaN(relative) ? gradientNorm : relative * gradientNorm;
  }

  /** A norm over another; 0 if both are. */
  static double ratio(double part, double whole) {
    return part == 0 ? 0 : part / whole;
  }
}
