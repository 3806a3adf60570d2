package io.lethe.training.history;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import java.util.Arrays;

/**
 * The loss of one row's terms as a function of the row, a user's beside items or an item's beside
 * users, {@code sum of weight * (log(1 + exp(score)) - label * score) + ridge/2 * |row - center|^2}:
 * convex. Sees the row it was last brought to. Confined to one solve.
 */
final class RowObjective {

  private final Kernels kernels;
  private final EmbeddingTable items;
  private final Terms terms;
  private final double ridge;
  private final double[] center;
  private final int frozen;
  private final float[] scores;
  private final float[] coefficients;
  private final float[] rounded;

  /**
   * Terms: the history's own, then the pool's.
   *
   * @param items one per term, repeats allowed
   * @param labels 1 for positive, 0 for negative
   * @param weights of each, at least 0
   * @param own how many are the history's own
   * @param poolGram sum of the outer products of the pool's items with the pool's weights
   */
  record Terms(int[] items, float[] labels, float[] weights, int own, double[] poolGram) {

    int size() {
      return items.length;
    }
  }

  /**
   * An objective.
   *
   * @param frozen coordinate of the row that never moves, -1 for none
   */
  RowObjective(
      Kernels kernels, EmbeddingTable items, Terms terms, double ridge, double[] center,
      int frozen) {
    this.kernels = kernels;
    this.items = items;
    this.terms = terms;
    this.ridge = ridge;
    this.center = center;
    this.frozen = frozen;
    this.scores = new float[terms.size()];
    this.coefficients = new float[terms.size()];
    this.rounded = new float[center.length];
  }

  /** The gradient at a row. O(terms * width). */
  double[] gradientAt(double[] row) {
    for (int c = 0; c < rounded.length; c++) {
      rounded[c] = (float) row[c];
    }
    kernels.gatherDots(items, terms.items, 0, terms.size(), rounded, 0, scores);
    kernels.logisticResidual(scores, terms.labels, coefficients, 0, terms.size());
    weigh();
    float[] sum = new float[row.length];
    kernels.gatherSum(items, terms.items, coefficients, 0, terms.size(), sum, 0);
    double[] gradient = new double[row.length];
    for (int c = 0; c < row.length; c++) {
      gradient[c] = c == frozen ? 0 : sum[c] + ridge * (row[c] - center[c]);
    }
    return gradient;
  }

  /**
   * About the Hessian at the row of the last gradient, without the ridge. Of the pool's items those of
   * more than the average curvature have their own, which are some fifth to two fifths of them; the
   * others have these others' average. O(pool + (history + former) * width^2).
   */
  double[] curvature() {
    kernels.logisticCurvature(scores, coefficients, 0, terms.size());
    weigh();
    double average = sum(coefficients) / sum(terms.weights);
    int[] former = new int[terms.size()];
    int count = 0;
    double others = 0;
    double otherWeights = 0;
    for (int k = terms.own; k < terms.size(); k++) {
      if (coefficients[k] > average * terms.weights[k]) {
        former[count++] = k;
      } else {
        others += coefficients[k];
        otherWeights += terms.weights[k];
      }
    }
    double rest = otherWeights > 0 ? others / otherWeights : 0;
    double[] curvature = gram(Arrays.copyOf(former, count), rest);
    for (int k = 0; k < curvature.length && rest > 0; k++) {
      curvature[k] += rest * terms.poolGram[k];
    }
    int width = rounded.length;
    for (int c = 0; c < width && frozen >= 0; c++) {
      curvature[frozen * width + c] = 0;
      curvature[c * width + frozen] = 0;
    }
    return curvature;
  }

  /** Of the history's own terms, and of some of the pool's what they have beyond the rest. */
  private double[] gram(int[] some, double rest) {
    int[] of = Arrays.copyOf(terms.items, terms.own + some.length);
    float[] weights = Arrays.copyOf(coefficients, of.length);
    for (int k = 0; k < some.length; k++) {
      of[terms.own + k] = terms.items[some[k]];
      weights[terms.own + k] = (float) (coefficients[some[k]] - rest * terms.weights[some[k]]);
    }
    return GramMatrix.gathered(kernels, items, of, weights, 0, of.length);
  }

  /** Of the pool's terms. */
  private double sum(float[] values) {
    double sum = 0;
    for (int k = terms.own; k < values.length; k++) {
      sum += values[k];
    }
    return sum;
  }

  private void weigh() {
    for (int k = 0; k < coefficients.length; k++) {
      coefficients[k] *= terms.weights[k];
    }
  }
}
