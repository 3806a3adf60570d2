package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock.Side;
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
    if (givesRowCurvatures()) {
      return solvedByRow(space, gradient);
    }
    float[] amounts = new float[gradient.length];
    preconditioner().apply(rows.moved(), rows.left(), gradient, amounts);
    return limited(rows.moved(), gradient, amounts);
  }

  /**
   * The one shot from where the graph of what stays puts final embeddings: what the change of the
   * graph has done already need not be done again, and what it has done wrong is mended. O(trained *
   * width) more.
   *
   * @param base the model before on the graph of what stays, in final embeddings
   */
  InfluenceStep oneShot(DifferentiableModel base, PhaseClock clock) {
    clock.enter("gradient");
    float[] gradient = new float[rows.moved().length()];
    space.on(removal.trained()).gradient(rows.moved(), gradient);
    float[] staying = new float[gradient.length];
    base.on(removal.retained()).gradient(rows.moved(), staying);
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] -= staying[k];
    }
    clock.enter("solve");
    return solvedByRow(base, gradient);
  }

  private InfluenceStep solvedByRow(DifferentiableModel at, float[] gradient) {
    float[] amounts = new float[gradient.length];
    new RowSystems(terms().rowCurvatures(at, rows.moved()))
        .solve(rows.moved(), damping.ridges(rows.moved(), rows.left()), gradient, amounts);
    return InfluenceStep.limited(at, rows.moved(), gradient, amounts, rowStepMax);
  }

  /** Whether every row's own curvature can be had in this space. */
  boolean givesRowCurvatures() {
    return RowSystems.offeredBy(space, removal.retained());
  }

  /** What stays. */
  RetainedTerms terms() {
    return RetainedTerms.of(space, index, removal.retained(), rows.moved(), rows.after());
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
   * rows); of all that stay where users are their histories.
   *
   * @param reached rows whose interactions are looked at
   * @param terms loss terms of the selected rows
   */
  Region region(ParameterSelection reached, ParameterSelection selection, float[] terms) {
    InteractionView part = touching(reached);
    return new Region(space.on(part), part.size(), selection, terms, curvature, damping);
  }

  /** What stays of the interactions that touch some rows; all of it where users are their histories. */
  InteractionView touching(ParameterSelection selection) {
    return usersAreHistories()
        ? removal.retained()
        : new RetainedTerms(index, removal.retained(), false).touching(selection);
  }

  /** The interactions that stay and hold all loss terms of some rows. */
  InteractionView termsOf(ParameterSelection selection) {
    return terms().whole() ? removal.retained() : touching(selection);
  }

  /** Where users have no rows, a term hangs on those of items that the user chose before, too. */
  private boolean usersAreHistories() {
    return space.layout().indexOf(Side.USER) < 0;
  }

  /** The most interactions that the moving rows' curvature is looked for in. */
  int reach() {
    return usersAreHistories() ? removal.retained().size() : index.reach(rows.moved());
  }

  /** The same with shared rows among those that move. O(degrees of the rows + draw). */
  Region region(ParameterSelection moving, SharedCurvature shared) {
    InteractionView part = touching(moving);
    return new Region(
        space.on(part), part.size(), moving, rows.after().select(moving), curvature, damping,
        shared.rest(moving, part.size()));
  }

  /** The same removal with other rows moving. */
  InfluenceProblem moving(AffectedRows otherRows) {
    return new InfluenceProblem(space, removal, otherRows, curvature, damping, rowStepMax, index);
  }

  /** The same of all interactions that stay, through the graph that they make. O(retained). */
  Region region(ViewDerivatives retained, ParameterSelection selection) {
    return new Region(
        retained, removal.retained().size(), selection, rows.after().select(selection), curvature,
        damping);
  }
}
