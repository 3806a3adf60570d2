package io.lethe.unlearning;

import io.lethe.kernels.solve.LinearOperator;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;

/**
 * Corrective steps: Newton steps on the retained objective until it is stationary again, each within
 * a trust region, by the exact Hessian; directions of negative curvature are followed to the region's
 * edge (Nocedal and Wright 2006, sections 4.1 and 7.1). Confined to one thread and used once.
 */
final class NewtonCorrection {

  private static final int PRODUCTS_PER_STEP_MAX = 30;
  private static final double LOOSEST_SOLVE = 0.3;

  /**
   * Power of the residual that the next solve is as exact as. Below a half: a few more steps, but
   * fewer products, which are what costs.
   */
  private static final double FORCING_POWER = 0.35;

  /** How much more exact than the tolerance asks the last step shall be. */
  private static final double SAFETY = 0.5;

  /** The first region, in lengths of the first preconditioned gradient. */
  private static final double FIRST_RADIUS = 2;

  private static final double ACCEPTED_AGREEMENT = 1e-4;
  private static final double POOR_AGREEMENT = 0.25;
  private static final double GOOD_AGREEMENT = 0.75;
  private static final double SHRINK = 0.25;
  private static final double GROW = 2.5;

  /** The objective is a sum of single-precision scores: changes below this share are noise. */
  private static final double ROUNDING = 1e-6;

  private final UnlearningConfig.Correction bounds;
  private final InteractionView retained;
  private final RowCurvature curvature;
  private final ParameterSelection rows;
  private final LinearOperator preconditioner;
  private double radius = Double.NaN;
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
    this.retained = retained;
    this.curvature = curvature;
    ParameterSelection dropped = affected.dropped();
    this.rows = Selections.allBut(Selections.over(layout, dropped));
    float[] terms = affected.after().over(dropped.layout(), layout).select(rows);
    Preconditioner inverse = new Preconditioner(curvature, RowDamping.even(0));
    this.preconditioner = new Operator(
        rows.length(), (in, out) -> inverse.apply(rows, terms, in, out));
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

  /** A model and what is known of the objective there. */
  private record Point(
      DifferentiableModel model, RetainedObjective objective, double value, float[] gradient,
      double residual) {}

  /** Steps until the tolerance or a bound is reached. */
  Result correct(DifferentiableModel start) {
    Point at = point(start);
    for (int k = 0; at.residual() > bounds.tolerance() && k < bounds.stepsMax(); k++) {
      if (products >= bounds.productsMax() || !Double.isFinite(at.residual())) {
        break;
      }
      TrustRegionSolve.Result solved = solved(at);
      Point next = point(
          at.model()
              .withDelta(
                  new ParameterDelta(rows, solved.step().clone(), Selections.none(rows.layout()))));
      double agreement = agreement(at, next, solved);
      if (!(agreement >= POOR_AGREEMENT)) {
        radius *= SHRINK;
      } else if (agreement > GOOD_AGREEMENT && solved.atEdge()) {
        radius *= GROW;
      }
      if (agreement > ACCEPTED_AGREEMENT) {
        steps++;
        at = next;
      }
    }
    return new Result(at.model(), at.residual(), Vectors.norm(at.gradient()), steps, products);
  }

  private Point point(DifferentiableModel model) {
    RetainedObjective objective = RetainedObjective.of(model, model.on(retained), rows, curvature);
    float[] gradient = new float[rows.length()];
    objective.gradient(gradient);
    return new Point(model, objective, objective.value(), gradient, objective.residual(gradient));
  }

  private TrustRegionSolve.Result solved(Point at) {
    if (Double.isNaN(radius)) {
      radius = FIRST_RADIUS * length(at.gradient());
    }
    // Solving loosely far from the solution costs no Newton step (Dembo, Eisenstat, Steihaug 1982).
    double loose = Math.min(LOOSEST_SOLVE, Math.pow(at.residual(), FORCING_POWER));
    double tolerance = Math.max(SAFETY * bounds.tolerance() / at.residual(), loose);
    int most = Math.clamp(bounds.productsMax() - products, 1, PRODUCTS_PER_STEP_MAX);
    LinearOperator hessian = new Operator(
        rows.length(), (in, out) -> at.objective().product(in, out));
    TrustRegionSolve.Result result = new TrustRegionSolve(
        hessian, preconditioner, at.gradient(), radius).solve(tolerance, most);
    products += result.products();
    return result;
  }

  private double length(float[] gradient) {
    float[] preconditioned = new float[gradient.length];
    preconditioner.apply(gradient, preconditioned);
    return Math.sqrt(Vectors.dot(gradient, preconditioned));
  }

  /**
   * Actual over predicted decrease of the objective. Where the objective is too coarse to show it,
   * the mean slope along the step tells (the idea of Hager and Zhang's approximate Wolfe condition,
   * SIAM J. Optim. 16, 2005).
   */
  private static double agreement(Point at, Point next, TrustRegionSolve.Result solved) {
    double predicted = solved.predictedDecrease();
    double decrease = predicted > ROUNDING * Math.abs(at.value())
        ? at.value() - next.value()
        : -(Vectors.dot(at.gradient(), solved.step()) + Vectors.dot(next.gradient(), solved.step()))
            / 2;
    return predicted > 0 ? decrease / predicted : 0;
  }
}
