package io.lethe.evaluation.strategy;

import io.lethe.kernels.solve.LinearOperator;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.unlearning.ErasedEntities;

/**
 * The linear system {@code H p = g} of one forgetting: H a mean, g a sum, so that {@code p /
 * interactions} is what the parameters move by.
 *
 * @param model whose parameters move
 * @param rows of it that move
 * @param dropped rows of it that become zero
 * @param hessian H
 * @param rightHandSide g
 * @param interactions the mean is over
 */
record InfluenceSystem(
    DifferentiableModel model, ParameterSelection rows, ParameterSelection dropped,
    LinearOperator hessian, float[] rightHandSide, long interactions) {

  /** The model moved by a solution. */
  DifferentiableModel moved(float[] solution) {
    float[] amounts = new float[solution.length];
    for (int k = 0; k < amounts.length; k++) {
      amounts[k] = solution[k] / interactions;
    }
    return model.withDelta(new ParameterDelta(rows, amounts, dropped));
  }

  /** One way to set up the system. */
  interface Formulation {

    /** The system of one removal. */
    InfluenceSystem of(Request request);
  }

  /**
   * What a formulation starts from.
   *
   * @param model that shall forget
   * @param removal what it reflects, what goes, what stays
   * @param erased users and items that go as a whole
   * @param selection how rows are chosen
   * @param threshold values above it are positive
   */
  record Request(
      DifferentiableModel model, Removal removal, ErasedEntities erased, Neighbourhood selection,
      float threshold) {

    InteractionView trained() {
      return removal.trained();
    }

    /** The users and items that may move. */
    Rows selected() {
      return Importance.select(trained(), removal.forget(), selection.hops(), selection.pruned());
    }
  }

  /**
   * Which rows may move.
   *
   * @param hops on the graph from what is forgotten
   * @param pruned share of the reached rows left out
   */
  record Neighbourhood(int hops, double pruned) {}
}
