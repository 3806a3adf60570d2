package io.lethe.evaluation.report;

import java.util.Arrays;

/**
 * A measure over seeds.
 *
 * @param mean NaN without any
 * @param count seeds it was measured with
 */
record Spread(double mean, double min, double max, int count) {

  static Spread of(double[] values) {
    double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
    return new Spread(
        Arrays.stream(known).average().orElse(Double.NaN),
        Arrays.stream(known).min().orElse(Double.NaN),
        Arrays.stream(known).max().orElse(Double.NaN), known.length);
  }

  boolean known() {
    return count > 0;
  }
}
