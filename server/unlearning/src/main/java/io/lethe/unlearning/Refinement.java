package io.lethe.unlearning;

import io.lethe.kernels.solve.ConjugateGradient;
import io.lethe.kernels.solve.ConjugateGradientResult;
import io.lethe.spi.ParameterSelection;

/**
 * The influence step by the whole damped Gauss-Newton curvature of what stays, users and items
 * together: conjugate gradients preconditioned by the one shot, over the rows that pruning keeps.
 * Ends by the residual, never by a validation metric.
 */
final class Refinement {

  private final UnlearningConfig.Refinement config;
  private final InfluenceProblem problem;
  private final InteractionIndex index;
  private final PhaseClock clock;

  Refinement(
      UnlearningConfig.Refinement config, InfluenceProblem problem, InteractionIndex index,
      PhaseClock clock) {
    this.config = config;
    this.problem = problem;
    this.index = index;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param residual over all rows reached, pruned ones included
   * @param gradientNorm over the same rows
   * @param products curvature products
   */
  record Result(InfluenceStep step, MeasuredResidual residual, double gradientNorm, int products) {}

  /** Solves. O(products * interactions that touch the rows * width). */
  Result solve() {
    clock.enter("select");
    ImportancePruning.Choice choice = new ImportancePruning(index, problem.removal())
        .choose(problem.rows(), config.hops(), config.prunedShare());
    clock.enter("gradient");
    float[] gradient = problem.gradient(choice.reached());
    float[] rhs = Selections.restrict(choice.reached(), gradient, choice.kept());
    clock.enter("solve");
    Region region = region(choice.kept());
    float[] amounts = new float[rhs.length];
    ConjugateGradientResult solved = conjugateGradient(region, choice.kept(), rhs, amounts);
    InfluenceStep step = problem.limited(choice.kept(), rhs, amounts);
    MeasuredResidual residual = residual(choice, region, gradient, step);
    return new Result(step, residual, Vectors.norm(gradient), solved.iterations());
  }

  private Region region(ParameterSelection rows) {
    int[] positions = index.touching(rows, problem.removal().retained());
    return problem.region(positions, rows, problem.rows().after().select(rows));
  }

  private ConjugateGradientResult conjugateGradient(
      Region region, ParameterSelection rows, float[] rhs, float[] amounts) {
    Preconditioner preconditioner = problem.preconditioner();
    float[] terms = problem.rows().after().select(rows);
    return new ConjugateGradient(config.tolerance(), config.iterationsMax()).solve(
        new Operator(rhs.length, region::product),
        new Operator(rhs.length, (in, out) -> preconditioner.apply(rows, terms, in, out)), rhs,
        amounts);
  }

  private MeasuredResidual residual(
      ImportancePruning.Choice choice, Region region, float[] gradient, InfluenceStep step) {
    double norm = Vectors.norm(gradient);
    boolean whole = choice.kept().length() == choice.reached().length();
    Region checked = whole ? region : region(choice.reached());
    float[] amounts = whole
        ? step.amounts()
        : Selections.expand(choice.kept(), step.amounts(), choice.reached());
    double left = Vectors.norm(checked.residual(gradient, amounts));
    double kept = step.gradientNorm();
    double outside = Math.sqrt(Math.max(0, norm * norm - kept * kept));
    return new MeasuredResidual(
        MeasuredResidual.ratio(left, norm), checked.interactions(),
        MeasuredResidual.ratio(outside, norm));
  }
}
