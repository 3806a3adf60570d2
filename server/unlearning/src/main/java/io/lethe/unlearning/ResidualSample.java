package io.lethe.unlearning;

import io.lethe.spi.ParameterSelection;

/**
 * Measures the residual of a one shot on a bounded part of the retained interactions: the equations
 * of some rows that moved, drawn by a hash of their keys, with all interactions of these rows. Rows
 * whose loss terms do not fit the bound are passed over, so the cost does not grow with the data set.
 */
final class ResidualSample {

  private final InfluenceProblem problem;
  private final InteractionIndex index;
  private final long seed;
  private final int termsMax;

  ResidualSample(InfluenceProblem problem, InteractionIndex index, long seed, int termsMax) {
    this.problem = problem;
    this.index = index;
    this.seed = seed;
    this.termsMax = termsMax;
  }

  /** The residual in the rows drawn; none if not one row fits. O(bound + rows * width). */
  MeasuredResidual of(InfluenceStep step) {
    ParameterSelection rows = step.rows();
    RetainedTerms retained = problem.terms();
    if (retained.whole()) {
      Region all = problem.region(retained.on(problem.space(), rows), rows);
      return new MeasuredResidual(
          MeasuredResidual.ratio(
              Vectors.norm(all.residual(step.gradient(), step.amounts())), step.gradientNorm()),
          all.interactions(), 0);
    }
    ParameterSelection drawn = new RowDraw(problem.rows().after(), index, seed, termsMax).of(rows);
    if (drawn.length() == 0) {
      return rows.length() == 0 ? new MeasuredResidual(0, 0, 0) : MeasuredResidual.none();
    }
    // Rows that were not drawn are only read: without terms their own equations cost nothing.
    float[] terms = problem.rows().after().selectWithin(rows, drawn);
    Region region = problem.region(drawn, rows, terms);
    float[] residual = region.residual(step.gradient(), step.amounts());
    double left = Vectors.norm(Selections.restrict(rows, residual, drawn));
    double norm = Vectors.norm(Selections.restrict(rows, step.gradient(), drawn));
    return new MeasuredResidual(MeasuredResidual.ratio(left, norm), region.interactions(), 0);
  }
}
