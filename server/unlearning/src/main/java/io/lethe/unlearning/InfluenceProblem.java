package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;

/**
 * One removal in the space where influence is computed.
 *
 * @param space the model before, see {@link FinalSpace}
 * @param rows which rows move and which are dropped
 * @param curvature of one loss term
 * @param damping of each row
 * @param rowStepMax the longest step of a row, relative to the row's norm
 */
record InfluenceProblem(
    DifferentiableModel space, Removal removal, AffectedRows rows, RowCurvature curvature,
    RowDamping damping, double rowStepMax) {

  /**
   * The one shot: {@code P^-1 r}, P the damped Gauss-Newton curvature of what stays, in Kronecker
   * form (Martens and Grosse 2015). O(forget set * width + rows * width^2).
   */
  InfluenceStep oneShot(PhaseClock clock) {
    clock.enter("gradient");
    float[] gradient = gradient(rows.moved());
    clock.enter("solve");
    float[] amounts = new float[gradient.length];
    preconditioner().apply(rows.moved(), rows.left(), gradient, amounts);
    return limited(rows.moved(), gradient, amounts);
  }

  /** The gradient that goes, in some rows. */
  float[] gradient(ParameterSelection selection) {
    float[] gradient = new float[selection.length()];
    space.removalGradient(removal, selection, gradient);
    return gradient;
  }

  /** A step cut to the trust region; takes over the amounts. */
  InfluenceStep limited(ParameterSelection selection, float[] gradient, float[] amounts) {
    return InfluenceStep.limited(space, selection, gradient, amounts, rowStepMax);
  }

  Preconditioner preconditioner() {
    return new Preconditioner(curvature, damping);
  }

  /**
   * The curvature of what stays, at some of its interactions.
   *
   * @param terms loss terms of the rows
   */
  Region region(int[] positions, ParameterSelection selection, float[] terms) {
    InteractionView part = InteractionView.of(removal.retained().all().at(positions));
    return new Region(space.on(part), part.size(), selection, terms, curvature, damping);
  }
}
