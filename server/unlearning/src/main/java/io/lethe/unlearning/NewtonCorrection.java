package io.lethe.unlearning;

import io.lethe.kernels.solve.ConjugateGradient;
import io.lethe.kernels.solve.ConjugateGradientResult;
import io.lethe.kernels.solve.ConjugateGradientResult.BrokenDown;
import io.lethe.kernels.solve.ConjugateGradientResult.NegativeCurvature;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;

/**
 * Corrective steps: Newton steps on the retained objective until it is stationary (inexact Newton
 * by conjugate gradients with Levenberg-Marquardt damping; Nocedal and Wright 2006, sections 7.1 and
 * 10.3). The exact Hessian where it is positive along the search, Gauss-Newton elsewhere; a step is
 * taken only if the objective does not rise. Confined to one thread and used once.
 */
final class NewtonCorrection {

  private static final int PRODUCTS_PER_STEP_MAX = 40;
  private static final double LOOSEST_SOLVE = 0.3;
  private static final double SHIFT_FACTOR = 4;

  /** The objective is a sum of single-precision scores: changes below this share are noise. */
  private static final double ROUNDING = 1e-7;

  private final UnlearningConfig.Correction bounds;
  private final RowCurvature curvature;
  private final InteractionView retained;
  private final ParameterSelection rows;
  private final float[] terms;
  private double shift;
  private int steps;
  private int products;

  /**
   * Prepares.
   *
   * @param layout of the model that is corrected
   * @param affected rows that stay zero, and the terms of all rows in the retained interactions
   */
  NewtonCorrection(
      UnlearningConfig.Correction bounds, RowCurvature curvature, InteractionView retained,
      ParameterLayout layout, AffectedRows affected) {
    this.bounds = bounds;
    this.curvature = curvature;
    this.retained = retained;
    AffectedRows own = affected.over(layout);
    this.rows = Selections.allBut(own.dropped());
    this.terms = own.after().select(rows);
  }

  /**
   * Where the steps ended.
   *
   * @param residual norm of the gradient over that of its L2 part
   * @param gradientNorm norm of the gradient
   * @param steps accepted ones
   * @param products curvature products
   */
  record Result(
      DifferentiableModel model, double residual, double gradientNorm, int steps, int products) {}

  /** Steps until the tolerance or a bound is reached. */
  Result correct(DifferentiableModel start) {
    DifferentiableModel model = start;
    RetainedObjective objective = objective(model);
    double value = objective.value();
    float[] gradient = new float[rows.length()];
    objective.gradient(gradient);
    double residual = objective.residual(gradient);
    for (int k = 0; residual > bounds.tolerance() && k < bounds.stepsMax(); k++) {
      if (products >= bounds.productsMax() || !Double.isFinite(residual)) {
        break;
      }
      DifferentiableModel next = model
          .withDelta(new ParameterDelta(rows, step(objective, gradient, residual), none()));
      RetainedObjective nextObjective = objective(next);
      double nextValue = nextObjective.value();
      if (nextValue <= value + ROUNDING * Math.abs(value)) {
        steps++;
        shift /= SHIFT_FACTOR;
        model = next;
        objective = nextObjective;
        value = nextValue;
        objective.gradient(gradient);
        residual = objective.residual(gradient);
      } else {
        shift = Math.max(shift * SHIFT_FACTOR, leastL2());
      }
    }
    return new Result(model, residual, Vectors.norm(gradient), steps, products);
  }

  private RetainedObjective objective(DifferentiableModel model) {
    return RetainedObjective.of(model, model.on(retained), rows, curvature);
  }

  private ParameterSelection none() {
    return Selections.none(rows.layout());
  }

  private double leastL2() {
    return rows.layout().blocks().stream().mapToDouble(block -> block.l2()).min().orElse(1);
  }

  private float[] step(RetainedObjective objective, float[] gradient, double residual) {
    float[] descent = new float[gradient.length];
    for (int k = 0; k < gradient.length; k++) {
      descent[k] = -gradient[k];
    }
    // Solving loosely far from the solution costs no Newton step (Dembo, Eisenstat, Steihaug 1982).
    double tolerance = Math.min(LOOSEST_SOLVE, Math.sqrt(residual));
    float[] step = new float[gradient.length];
    if (!solved(objective, true, tolerance, descent, step)) {
      solved(objective, false, tolerance, descent, step);
    }
    return step;
  }

  private boolean solved(
      RetainedObjective objective, boolean exact, double tolerance, float[] rhs, float[] step) {
    int most = Math.clamp(bounds.productsMax() - products, 1, PRODUCTS_PER_STEP_MAX);
    Preconditioner preconditioner = new Preconditioner(curvature, RowDamping.even(shift));
    ConjugateGradientResult result = new ConjugateGradient(tolerance, most).solve(
        new Operator(rhs.length, (in, out) -> objective.product(exact, shift, in, out)),
        new Operator(rhs.length, (in, out) -> preconditioner.apply(rows, terms, in, out)), rhs,
        step);
    products += result.iterations();
    return !(result instanceof NegativeCurvature || result instanceof BrokenDown);
  }
}
