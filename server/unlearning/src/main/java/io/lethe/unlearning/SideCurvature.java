package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.solve.KroneckerFactor;
import java.util.stream.IntStream;

/**
 * Curvature of one loss term in the rows of one side.
 *
 * @param factor decomposed
 * @param still coordinates that no loss term moves, ascending; modified by nobody
 */
record SideCurvature(KroneckerFactor factor, int[] still) {

  /** From a sum of outer products of the other side's rows. O(width^3). */
  static SideCurvature of(
      Kernels kernels, double[] outerProducts, int width, double weight, long count) {
    int[] still = IntStream.range(0, width)
        .filter(k -> outerProducts[k * width + k] == 0)
        .toArray();
    return new SideCurvature(
        KroneckerFactor.of(kernels, outerProducts, width, weight, count), still);
  }
}
