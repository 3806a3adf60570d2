package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.TopN;
import java.util.Arrays;

/** Scores by an inverse: {@code score_j = -(sum over i in the history, i != j, of x_i P_ij) / P_jj}. */
final class Serving {

  private static final int SPARE_CANDIDATES = 10;

  private final Inverse inverse;
  private final Histories histories;
  private final Kernels kernels;
  private final float[] scales;

  Serving(Inverse inverse, Histories histories, Kernels kernels) {
    this.inverse = inverse;
    this.histories = histories;
    this.kernels = kernels;
    this.scales = new float[inverse.size()];
    for (int k = 0; k < scales.length; k++) {
      scales[k] = histories.count(k) == 0 ? 0 : (float) (-1 / inverse.diagonal()[k]);
    }
  }

  /** Scores in double, one item at a time: O(history + columns) each. Items without a user score 0. */
  Scorer scorer(History x) {
    double[] coefficients = new double[inverse.used()];
    for (int c = 0; c < coefficients.length; c++) {
      coefficients[c] = inverse.coefficient(c, x);
    }
    History within = x.below(inverse.base().width());
    return item -> histories.count(item) == 0 ? 0 : (float) score(x, within, coefficients, item);
  }

  private double score(History x, History within, double[] coefficients, int item) {
    double sum = inverse.baseDot(item, x, within);
    for (int c = 0; c < coefficients.length; c++) {
      sum += coefficients[c] * inverse.columns().at(c, item);
    }
    double other = sum - x.weightOf(item) * inverse.diagonal()[item];
    // Adding 0 makes a zero of either sign the same one.
    return -other / inverse.diagonal()[item] + 0.0;
  }

  /**
   * Scans sums of floats for a few more items than are asked for, and ranks those by their scores in
   * double: so near ties are not decided by the rounding of one version or another.
   */
  int topItems(History x, int[] excluded, int[] items, float[] scores) {
    float[] sums = sums(x);
    for (int item = 0; item < sums.length; item++) {
      sums[item] = sums[item] * scales[item] + 0f;
    }
    int[] candidates = new int[Math.min(sums.length, items.length + SPARE_CANDIDATES)];
    int found = top(sums, excluded, candidates, new float[candidates.length]);
    return top(Arrays.copyOf(candidates, found), scorer(x), items, scores);
  }

  /** {@code x P} without each item's own part, in floats: reads the high ones alone. */
  private float[] sums(History x) {
    int n = inverse.size();
    float[] sums = new float[n];
    for (int k = x.from(); k < x.to(); k++) {
      inverse.addBaseHighs(kernels, x.items()[k], x.weights()[k], sums);
    }
    for (int c = 0; c < inverse.used(); c++) {
      kernels.addScaled(
          (float) inverse.coefficient(c, x), inverse.columns().high().pageOf(c),
          inverse.columns().high().offsetOf(c), sums, 0, n);
    }
    for (int k = x.from(); k < x.to(); k++) {
      int item = x.items()[k];
      sums[item] -= (float) (x.weights()[k] * inverse.diagonal()[item]);
    }
    return sums;
  }

  /** The best entries of {@code all}, as {@link io.lethe.spi.RecommenderModel#topItems} gives them. */
  static int top(float[] all, int[] excluded, int[] items, float[] scores) {
    TopN best = new TopN(items, scores);
    int next = 0;
    float threshold = best.threshold();
    for (int item = 0; item < all.length; item++) {
      // Most items end here: exclusions are only looked at for those that would be kept.
      if (all[item] <= threshold && threshold > Float.NEGATIVE_INFINITY) {
        continue;
      }
      while (next < excluded.length && excluded[next] < item) {
        next++;
      }
      if (next == excluded.length || excluded[next] != item) {
        best.offer(item, all[item]);
        threshold = best.threshold();
      }
    }
    return best.finish();
  }

  /** A score by item. */
  interface Scorer {
    float score(int item);
  }

  /** The best of some items by their scores. */
  static int top(int[] candidates, Scorer scorer, int[] items, float[] scores) {
    TopN best = new TopN(items, scores);
    for (int item : candidates) {
      best.offer(item, scorer.score(item));
    }
    return best.finish();
  }
}
