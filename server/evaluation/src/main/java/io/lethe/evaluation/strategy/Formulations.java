package io.lethe.evaluation.strategy;

import io.lethe.evaluation.strategy.InfluenceSystem.Request;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;

/** The systems that the compared methods set up; {@link Scif} has its own. */
final class Formulations {

  private Formulations() {}

  /**
   * IFRU as its authors published it (github.com/baiyimeng/IFRU): the exact Hessian of the mean
   * loss over all trained interactions, forgotten ones included, and for graph models of the raw
   * products, without the graph; the gradient through the old graph, the spillover restricted to
   * rows that lose more than a hundredth of their edges; the model keeps its old graph and the rows
   * of erased users.
   */
  static InfluenceSystem published(Request request) {
    DifferentiableModel model = request.model();
    ParameterSelection rows = request.selected().in(model.layout());
    float[] gradient = new float[rows.length()];
    model.on(InteractionView.of(request.removal().forget())).gradient(rows, gradient);
    if (Graphs.propagates(model)) {
      addSpillover(request, rows, gradient);
    }
    DifferentiableModel products = Graphs.withoutPropagation(model);
    MeanCurvature hessian = new MeanCurvature(
        products.on(request.trained()), request.selected().in(products.layout()), model.layout(),
        request.trained().size(), true);
    return new InfluenceSystem(
        model, rows, Rows.none().in(model.layout()), hessian, gradient, hessian.interactions());
  }

  private static void addSpillover(Request request, ParameterSelection rows, float[] gradient) {
    InteractionView changed = Graphs.changed(request.removal(), request.threshold());
    if (changed.size() == 0) {
      return;
    }
    float[] before = new float[gradient.length];
    float[] after = new float[gradient.length];
    request.model().on(changed).gradient(rows, before);
    request.model().viewedOn(request.removal().retained()).on(changed).gradient(rows, after);
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] += before[k] - after[k];
    }
  }

  /**
   * IFRU with its system set right: Gauss-Newton curvature through the model's whole forward pass,
   * on the retained interactions and their graph; the whole difference of the gradients; the new
   * graph is served, and rows without data are dropped.
   */
  static InfluenceSystem repaired(Request request) {
    DifferentiableModel next = request.model().viewedOn(request.removal().retained());
    Rows gone = Rows.gone(request.removal(), request.erased());
    ParameterSelection rows = request.selected().without(gone).in(next.layout());
    float[] gradient = new float[rows.length()];
    request.model().removalGradient(request.removal(), rows, gradient);
    InteractionView retained = request.removal().retained();
    MeanCurvature curvature = new MeanCurvature(
        next.on(retained), rows, next.layout(), retained.size(), false);
    return new InfluenceSystem(
        next, rows, gone.in(next.layout()), curvature, gradient, curvature.interactions());
  }
}
