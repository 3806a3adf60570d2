package io.lethe.plugins.embeddings;

import io.lethe.spi.ImportedVectors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import io.lethe.training.ProductModel;
import io.lethe.training.objective.ModelShape;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How nearly imported vectors are where the loss and an L2 hold each other: in the vectors' own
 * coordinates, of the rows that were brought. Whoever trained them minimized another loss, or stopped
 * early, so that a part of the gradient is left that no L2 explains.
 *
 * @param l2 that leaves the least of the gradient; at least 0
 * @param left norm of gradient and L2's pull together over the norm of the gradient: 0 at a stationary
 *     point, 1 where L2 explains nothing
 * @param medianRow the median of the same, row by row
 * @param gradientPerRow root mean square of the rows' gradient norms, L2 left out
 * @param loss sum over all interactions, L2 left out
 */
record Stationarity(double l2, double left, double medianRow, double gradientPerRow, double loss) {

  /**
   * Measures. Costs a gradient over everything.
   *
   * @param logits without L2
   * @param fixedL2 NaN to find it
   */
  static Stationarity of(
      ProductModel logits, InteractionView view, ImportedVectors vectors, double fixedL2) {
    ParameterSelection all = ParameterSelection.all(logits.layout());
    float[] gradient = new float[all.length()];
    float[] rows = new float[all.length()];
    ViewDerivatives derivatives = logits.on(view);
    derivatives.gradient(all, gradient);
    logits.parameters(all, rows);
    double[] products = new double[3];
    int width = vectors.users().width();
    eachRow(all, vectors, at -> {
      for (int k = at; k < at + width; k++) {
        products[0] += (double) gradient[k] * rows[k];
        products[1] += (double) rows[k] * rows[k];
        products[2] += (double) gradient[k] * gradient[k];
      }
    });
    double l2 = Double.isNaN(fixedL2)
        ? Math.max(0, -products[0] / Math.max(products[1], Double.MIN_NORMAL))
        : fixedL2;
    double left = products[2] + 2 * l2 * products[0] + l2 * l2 * products[1];
    double[] ofRows = ofRows(all, vectors, gradient, rows, l2);
    return new Stationarity(
        l2, products[2] == 0 ? 0 : Math.sqrt(Math.max(0, left) / products[2]),
        ofRows.length == 0 ? 0 : ofRows[ofRows.length / 2],
        Math.sqrt(products[2] / Math.max(1, count(vectors))), derivatives.loss());
  }

  /** Per row with a gradient, ascending. */
  private static double[] ofRows(
      ParameterSelection all, ImportedVectors vectors, float[] gradient, float[] rows, double l2) {
    double[] ratios = new double[count(vectors)];
    int[] next = {0};
    int width = vectors.users().width();
    eachRow(all, vectors, at -> {
      double left = 0;
      double whole = 0;
      for (int k = at; k < at + width; k++) {
        double pulled = gradient[k] + l2 * rows[k];
        left += pulled * pulled;
        whole += (double) gradient[k] * gradient[k];
      }
      if (whole > 0) {
        ratios[next[0]++] = Math.sqrt(left / whole);
      }
    });
    double[] found = Arrays.copyOf(ratios, next[0]);
    Arrays.sort(found);
    return found;
  }

  private static int count(ImportedVectors vectors) {
    return vectors.usersBrought().cardinality() + vectors.itemsBrought().cardinality();
  }

  private interface RowVisit {
    void at(int position);
  }

  private static void eachRow(ParameterSelection all, ImportedVectors vectors, RowVisit visit) {
    eachRow(all, ModelShape.USER_BLOCK, vectors.usersBrought(), visit);
    eachRow(all, ModelShape.ITEM_BLOCK, vectors.itemsBrought(), visit);
  }

  private static void eachRow(ParameterSelection all, int block, BitSet brought, RowVisit visit) {
    int width = all.layout().blocks().get(block).width();
    brought.stream().forEach(row -> visit.at(all.offset(block) + row * width));
  }
}
