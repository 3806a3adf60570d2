package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;

/**
 * One removal, in some parameters of a model.
 *
 * @param space the model before, in the parameters that move
 * @param rows which rows move and which are dropped
 * @param curvature of one loss term
 * @param damping of each row
 * @param rowStepMax the longest step of a row, relative to the row's norm
 * @param index of the columns that the interactions are part of
 */
record InfluenceProblem(
    DifferentiableModel space, Removal removal, AffectedRows rows, RowCurvature curvature,
    RowDamping damping, double rowStepMax, InteractionIndex index) {

  /**
   * The one shot: {@code P^-1 r}, P the damped Gauss-Newton curvature of what stays: every row's own
   * block where the model gives it, in Kronecker form otherwise (Martens and Grosse 2015). O(forget
   * set * width + rows * width^3 + retained terms of the rows * width^2), in Kronecker form O(forget
   * set * width + rows * width^2).
   */
  InfluenceStep oneShot(PhaseClock clock) {
    clock.enter("gradient");
    float[] gradient = gradient(rows.moved());
    clock.enter("solve");
    float[] amounts = new float[gradient.length];
    if (givesRowCurvatures()) {
      new RowSystems(terms().rowCurvatures(space, rows.moved()), damping)
          .solve(rows.moved(), rows.left(), gradient, amounts);
    } else {
      preconditioner().apply(rows.moved(), rows.left(), gradient, amounts);
    }
    return limited(rows.moved(), gradient, amounts);
  }

  /** Whether every row's own curvature can be had in this space. */
  boolean givesRowCurvatures() {
    return RowSystems.offeredBy(space, removal.retained());
  }

  /** What stays. */
  RetainedTerms terms() {
    return new RetainedTerms(index, removal.retained());
  }

  /** The same removal in a model's own parameters: other ones only if a graph lies above them. */
  InfluenceProblem over(DifferentiableModel model, RowDamping ownDamping) {
    AffectedRows ownRows = space.equals(model) ? rows : rows.reachingAll(model.layout());
    return new InfluenceProblem(model, removal, ownRows, curvature, ownDamping, rowStepMax, index);
  }

  /** The same with another damping. */
  InfluenceProblem with(RowDamping otherDamping) {
    return new InfluenceProblem(space, removal, rows, curvature, otherDamping, rowStepMax, index);
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
   * The curvature of what stays, in some rows, of the interactions that touch them. O(degrees of the
   * rows).
   *
   * @param touching rows whose interactions are looked at
   * @param terms loss terms of the selected rows
   */
  Region region(ParameterSelection touching, ParameterSelection selection, float[] terms) {
    InteractionView part = terms().touching(touching);
    return new Region(space.on(part), part.size(), selection, terms, curvature, damping);
  }

  /** The same of all interactions that stay, through the graph that they make. O(retained). */
  Region region(ViewDerivatives retained, ParameterSelection selection) {
    return new Region(
        retained, removal.retained().size(), selection, rows.after().select(selection), curvature,
        damping);
  }
}
