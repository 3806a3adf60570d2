package io.lethe.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Per-pair numbers in the order of one side, brought there range by range by the task that needs
 * them.
 */
final class PairCoefficients {

  private final float[] curvatures;
  private final float @Nullable [] residuals;
  private final int @Nullable [] crossing;
  private final float[] orderedCurvatures;
  private final float[] orderedResiduals;

  /**
   * Coefficients of one side.
   *
   * @param residuals in user order, null for Gauss-Newton products
   * @param crossing where each pair of this side's order is in user order; null if it is that order
   */
  PairCoefficients(float[] curvatures, float @Nullable [] residuals, int @Nullable [] crossing) {
    this.curvatures = curvatures;
    this.residuals = residuals;
    this.crossing = crossing;
    this.orderedCurvatures = crossing == null ? curvatures : new float[curvatures.length];
    this.orderedResiduals = crossing == null ? curvatures : new float[curvatures.length];
  }

  /** Curvatures, valid in the range. */
  float[] curvatures(int from, int to) {
    reorder(curvatures, from, to, orderedCurvatures);
    return orderedCurvatures;
  }

  /** Residuals, valid in the range; null for Gauss-Newton products. */
  float @Nullable [] residuals(int from, int to) {
    if (residuals == null || crossing == null) {
      return residuals;
    }
    reorder(residuals, from, to, orderedResiduals);
    return orderedResiduals;
  }

  /** Brings a range of values from user order into this side's order. */
  void reorder(float[] values, int from, int to, float[] out) {
    if (crossing != null) {
      for (int k = from; k < to; k++) {
        out[k] = values[crossing[k]];
      }
    }
  }
}
