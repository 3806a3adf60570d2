package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.solve.KroneckerFactor;
import java.util.stream.IntStream;

/**
 * Curvature of one loss term in the rows of one side.
 *
 * @param sums what it was made from
 * @param factor decomposed
 * @param still coordinates that no loss term moves, ascending; modified by nobody
 */
record SideCurvature(Sums sums, KroneckerFactor factor, int[] still) {

  /**
   * Sums over loss terms.
   *
   * @param outerProducts of the other side's rows, width x width; modified by nobody
   * @param weight of s(1-s)
   * @param count of terms
   */
  record Sums(double[] outerProducts, int width, double weight, long count) {}

  /** {@code out += terms * curvature * vector} for one row. O(width^2). */
  void addProduct(float terms, float[] vector, int at, float[] out) {
    int width = sums.width();
    double scale = sums.count() == 0 ? 0 : terms * sums.weight() / sums.count() / sums.count();
    for (int k = 0; k < width; k++) {
      double dot = 0;
      for (int j = 0; j < width; j++) {
        dot += sums.outerProducts()[k * width + j] * vector[at + j];
      }
      out[at + k] += (float) (scale * dot);
    }
  }

  /** Decomposes. O(width^3). */
  static SideCurvature of(Kernels kernels, Sums sums) {
    int width = sums.width();
    int[] still = IntStream.range(0, width)
        .filter(k -> sums.outerProducts()[k * width + k] == 0)
        .toArray();
    KroneckerFactor factor = KroneckerFactor
        .of(kernels, sums.outerProducts(), width, sums.weight(), sums.count());
    return new SideCurvature(sums, factor, still);
  }
}
