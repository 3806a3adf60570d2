package io.lethe.training.history;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;

/**
 * The loss of one user's terms as a function of the user's row, {@code sum of weight * (log(1 +
 * exp(score)) - label * score) + ridge/2 * |row - center|^2}: convex. Sees the row it was last brought
 * to. Confined to one solve.
 */
final class RowObjective {

  private final Kernels kernels;
  private final EmbeddingTable items;
  private final Terms terms;
  private final double ridge;
  private final float[] center;
  private final int frozen;
  private final float[] scores;
  private final float[] coefficients;
  private final float[] rounded;

  /**
   * Terms.
   *
   * @param items one per term, repeats allowed
   * @param labels 1 for positive, 0 for negative
   * @param weights above 0
   */
  record Terms(int[] items, float[] labels, float[] weights) {

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
      Kernels kernels, EmbeddingTable items, Terms terms, double ridge, float[] center,
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

  /** The Hessian at the row of the last gradient, without the ridge. O(terms * width^2). */
  double[] curvature() {
    kernels.logisticCurvature(scores, coefficients, 0, terms.size());
    weigh();
    double[] curvature = GramMatrix
        .gathered(kernels, items, terms.items, coefficients, 0, terms.size());
    int width = rounded.length;
    for (int c = 0; c < width && frozen >= 0; c++) {
      curvature[frozen * width + c] = 0;
      curvature[c * width + frozen] = 0;
    }
    return curvature;
  }

  private void weigh() {
    for (int k = 0; k < coefficients.length; k++) {
      coefficients[k] *= terms.weights[k];
    }
  }
}
