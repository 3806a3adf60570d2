package io.lethe.unlearning;

import io.lethe.kernels.solve.ConjugateGradient;
import io.lethe.kernels.solve.ConjugateGradientResult;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.function.Function;

/**
 * The influence step by the whole damped Gauss-Newton curvature of what stays, users and items
 * together: preconditioned conjugate gradients, over the rows that pruning keeps.
 * Ends by the residual, never by a validation metric.
 *
 * <p>It moves a model's own parameters. Where they are the final embeddings, only the interactions
 * that touch moving rows are looked at; where a graph lies between, gradient and curvature go through
 * the graph of what stays, which a few hops reach all of.
 */
final class Refinement {

  private final UnlearningConfig.Refinement config;
  private final InfluenceProblem problem;
  private final Function<ParameterSelection, Region> regions;
  private final Approximation inverse;
  private final InteractionIndex index;
  private final PhaseClock clock;

  private Refinement(
      UnlearningConfig.Refinement config, InfluenceProblem problem,
      Function<ParameterSelection, Region> regions, Approximation inverse, InteractionIndex index,
      PhaseClock clock) {
    this.config = config;
    this.problem = problem;
    this.regions = regions;
    this.inverse = inverse;
    this.index = index;
    this.clock = clock;
  }

  /** For a model whose loss terms depend on their own rows only. */
  static Refinement local(
      UnlearningConfig.Refinement config, InfluenceProblem problem, InteractionIndex index,
      PhaseClock clock) {
    return new Refinement(
        config, problem, rows -> problem.region(rows, rows, problem.rows().after().select(rows)),
        problem.preconditioner()::apply, index, clock);
  }

  /**
   * The same with shared blocks moving too.
   *
   * @param problem with shared rows among those that move
   */
  static Refinement withShared(
      UnlearningConfig.Refinement config, InfluenceProblem problem, SharedCurvature shared,
      InteractionIndex index, PhaseClock clock) {
    Preconditioner own = problem.preconditioner();
    SharedCurvature.Inverse inverse = shared.inverse(problem.rows().moved(), problem.damping());
    return new Refinement(
        config, problem, rows -> problem.region(rows, shared), (rows, terms, in, out) -> {
          own.apply(rows, terms, in, out);
          inverse.apply(rows, terms, in, out);
        }, index, clock);
  }

  /**
   * For a model with a graph.
   *
   * @param problem in its own parameters
   * @param retained derivatives of the same parameters on what stays and its graph
   */
  static Refinement throughGraph(
      UnlearningConfig.Refinement config, InfluenceProblem problem, ViewDerivatives retained,
      InteractionIndex index, PhaseClock clock) {
    // A propagation shrinks curvature, so the Kronecker form of final embeddings does not fit.
    return new Refinement(
        config, problem, rows -> problem.region(retained, rows), problem.damping()::divide, index,
        clock);
  }

  /** An approximate inverse of the damped curvature. */
  private interface Approximation {

    void apply(ParameterSelection rows, float[] terms, float[] in, float[] out);
  }

  /**
   * What came of it.
   *
   * @param residual over all rows reached, pruned ones included
   * @param gradientNorm over the same rows
   * @param products curvature products
   * @param sound whether the curvature was positive and finite wherever it was looked at
   * @param region what was solved
   */
  record Result(
      InfluenceStep step, MeasuredResidual residual, double gradientNorm, int products,
      boolean sound, Region region) {}

  /** Solves. O(products * interactions that touch the rows * width). */
  Result solve() {
    clock.enter("select");
    ImportancePruning.Choice choice = new ImportancePruning(index, problem.removal())
        .choose(problem.rows(), config.hops(), config.prunedShare());
    clock.enter("gradient");
    return solve(choice, problem.gradient(choice.reached()));
  }

  /**
   * Solves for chosen rows.
   *
   * @param gradient that goes, in all rows reached; only read
   */
  Result solve(ImportancePruning.Choice choice, float[] gradient) {
    float[] rhs = Selections.restrict(choice.reached(), gradient, choice.kept());
    clock.enter("solve");
    Region region = regions.apply(choice.kept());
    float[] amounts = new float[rhs.length];
    ConjugateGradientResult solved = conjugateGradient(region, choice.kept(), rhs, amounts);
    InfluenceStep step = problem.limited(choice.kept(), rhs, amounts);
    MeasuredResidual residual = residual(choice, region, gradient, step);
    return new Result(
        step, residual, Vectors.norm(gradient), solved.iterations(), isSound(solved), region);
  }

  private static boolean isSound(ConjugateGradientResult solved) {
    return switch (solved) {
      case ConjugateGradientResult.Converged _,ConjugateGradientResult.LimitReached _ -> true;
      case ConjugateGradientResult.NegativeCurvature _,ConjugateGradientResult.BrokenDown _ ->
        false;
    };
  }

  private ConjugateGradientResult conjugateGradient(
      Region region, ParameterSelection rows, float[] rhs, float[] amounts) {
    float[] terms = problem.rows().after().select(rows);
    return new ConjugateGradient(config.tolerance(), config.iterationsMax()).solve(
        new Operator(rhs.length, region::product),
        new Operator(rhs.length, (in, out) -> inverse.apply(rows, terms, in, out)), rhs, amounts);
  }

  private MeasuredResidual residual(
      ImportancePruning.Choice choice, Region region, float[] gradient, InfluenceStep step) {
    double norm = Vectors.norm(gradient);
    boolean whole = choice.kept().length() == choice.reached().length();
    Region checked = whole ? region : regions.apply(choice.reached());
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
