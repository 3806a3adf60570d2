package io.lethe.evaluation.strategy;

import io.lethe.evaluation.strategy.InfluenceSystem.Request;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;

/**
 * SCIF (Li et al., arXiv 2304.10199) as IFRU's authors compare with it: the forgotten interactions
 * are given their user's average label instead of being taken out. Their code adds the gradient of
 * the whole training loss with a plus sign, where a Newton step on the new loss would have a minus;
 * so does this. Everything is done on raw products, without a graph.
 */
final class Scif {

  /** A soft label is a mixture of this many hard ones. */
  private static final int COPIES = 64;

  private Scif() {}

  /** The system of one removal. */
  static InfluenceSystem system(Request request) {
    DifferentiableModel model = request.model();
    DifferentiableModel products = Graphs.withoutPropagation(model);
    Rows selected = request.selected();
    ParameterSelection rows = selected.in(products.layout());
    ViewDerivatives whole = products.on(request.trained());
    MeanCurvature hessian = new MeanCurvature(
        whole, rows, model.layout(), request.trained().size(), true);
    float[] gradient = new float[rows.length()];
    whole.gradient(rows, gradient);
    InteractionView forget = InteractionView.of(request.removal().forget());
    add(1, products.on(forget), rows, gradient);
    InteractionView averaged = InteractionView.of(averaged(request));
    add(-1f / COPIES, products.on(averaged), rows, gradient);
    return new InfluenceSystem(
        model, selected.in(model.layout()), Rows.none().in(model.layout()), hessian, gradient,
        hessian.interactions());
  }

  private static void add(
      float factor, ViewDerivatives derivatives, ParameterSelection rows, float[] sum) {
    float[] gradient = new float[sum.length];
    derivatives.gradient(rows, gradient);
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * gradient[k];
    }
  }

  /** Every forgotten interaction in copies, as many of them positive as its average label says. */
  private static Interactions averaged(Request request) {
    Interactions forget = request.removal().forget();
    double[] labels = averageLabels(request.removal(), request.threshold());
    int[] users = new int[forget.size() * COPIES];
    int[] items = new int[users.length];
    float[] values = new float[users.length];
    for (int k = 0; k < users.length; k++) {
      int position = k / COPIES;
      users[k] = forget.user(position);
      items[k] = forget.item(position);
      boolean positive = k % COPIES < Math.round(labels[position] * COPIES);
      values[k] = positive ? Math.nextUp(request.threshold()) : request.threshold();
    }
    return new Interactions(forget.keys(), users, items, values);
  }

  /** The mean retained label of the user, of the item for a user without any; half without both. */
  private static double[] averageLabels(Removal removal, float threshold) {
    Interactions all = removal.trained().all();
    int[][] users = new int[2][all.keys().userCount()];
    int[][] items = new int[2][all.keys().itemCount()];
    for (int position : removal.retained().positions()) {
      int label = all.value(position) > threshold ? 1 : 0;
      users[label][all.user(position)]++;
      items[label][all.item(position)]++;
    }
    double[] labels = new double[removal.forget().size()];
    for (int k = 0; k < labels.length; k++) {
      double user = mean(users, removal.forget().user(k));
      double item = mean(items, removal.forget().item(k));
      labels[k] = Double.isNaN(user) ? item : user;
      labels[k] = Double.isNaN(labels[k]) ? 0.5 : labels[k];
    }
    return labels;
  }

  private static double mean(int[][] counts, int row) {
    return counts[1][row] / (double) (counts[0][row] + counts[1][row]);
  }
}
