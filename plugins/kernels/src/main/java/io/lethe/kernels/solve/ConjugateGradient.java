package io.lethe.kernels.solve;

import io.lethe.kernels.solve.ConjugateGradientResult.BrokenDown;
import io.lethe.kernels.solve.ConjugateGradientResult.Converged;
import io.lethe.kernels.solve.ConjugateGradientResult.LimitReached;
import io.lethe.kernels.solve.ConjugateGradientResult.NegativeCurvature;
import java.util.Arrays;

/**
 * Preconditioned conjugate gradients (Hestenes and Stiefel 1952; Nocedal and Wright 2006, algorithm
 * 5.3) on float vectors, inner products in double. Immutable; safe for concurrent use if the
 * operators are.
 *
 * @param relativeTolerance stops when the residual's norm is at most this part of the right-hand
 *     side's; above 0; float vectors rarely allow less than 1e-6
 * @param iterationsMax most products with the operator, at least 1
 */
public record ConjugateGradient(double relativeTolerance, int iterationsMax) {

  public ConjugateGradient {
    if (!(relativeTolerance > 0)) {
      throw new IllegalArgumentException(
          "relative tolerance " + relativeTolerance + " is not above 0");
    }
    if (iterationsMax < 1) {
      throw new IllegalArgumentException("iterationsMax " + iterationsMax + " is below 1");
    }
  }

  /** Solves without a preconditioner. */
  public ConjugateGradientResult solve(LinearOperator operator, float[] rhs, float[] solution) {
    return solve(operator, new IdentityOperator(operator.length()), rhs, solution);
  }

  /**
   * Solves {@code A x = b} from {@code x = 0}.
   *
   * @param operator A, symmetric; if it is not positive definite, that is reported
   * @param preconditioner approximate inverse of A, symmetric and positive definite
   * @param rhs b; only read
   * @param solution caller's array; overwritten with x
   */
  public ConjugateGradientResult solve(
      LinearOperator operator, LinearOperator preconditioner, float[] rhs, float[] solution) {
    int n = operator.length();
    if (rhs.length != n || solution.length != n || preconditioner.length() != n) {
      throw new IllegalArgumentException(
          "operator of length %d, preconditioner %d, right-hand side %d, solution %d"
              .formatted(n, preconditioner.length(), rhs.length, solution.length));
    }
    Arrays.fill(solution, 0);
    double rhsNorm = Math.sqrt(DoubleDots.dot(rhs, rhs));
    if (rhsNorm == 0) {
      return new Converged(0, 0);
    }
    if (!Double.isFinite(rhsNorm)) {
      return new BrokenDown(0, 1, "the right-hand side is not finite");
    }
    return new ConjugateGradientRun(this, operator, preconditioner, rhs, solution).run(rhsNorm);
  }

  /** The part of the state that a run keeps between iterations. */
  private static final class ConjugateGradientRun {

    private final ConjugateGradient limits;
    private final LinearOperator operator;
    private final LinearOperator preconditioner;
    private final float[] solution;
    private final float[] residual;
    private final float[] direction;
    private final float[] product;

    ConjugateGradientRun(
        ConjugateGradient limits, LinearOperator operator, LinearOperator preconditioner,
        float[] rhs, float[] solution) {
      this.limits = limits;
      this.operator = operator;
      this.preconditioner = preconditioner;
      this.solution = solution;
      this.residual = rhs.clone();
      this.direction = new float[rhs.length];
      this.product = new float[rhs.length];
    }

    ConjugateGradientResult run(double rhsNorm) {
      float[] preconditioned = new float[residual.length];
      double relative = 1;
      double previous = 0;
      for (int k = 0; k < limits.iterationsMax(); k++) {
        preconditioner.apply(residual, preconditioned);
        double inner = DoubleDots.dot(residual, preconditioned);
        if (!(inner > 0) || Double.isInfinite(inner)) {
          String reason = "residual . preconditioned residual is " + inner;
          return new BrokenDown(k, relative, reason);
        }
        turn(preconditioned, k == 0 ? 0 : inner / previous);
        operator.apply(direction, product);
        double curvature = DoubleDots.dot(direction, product);
        if (!Double.isFinite(curvature)) {
          return new BrokenDown(k + 1, relative, "the operator's product is not finite");
        }
        if (curvature <= 0) {
          double norm = DoubleDots.dot(direction, direction);
          return new NegativeCurvature(k + 1, relative, curvature / norm);
        }
        advance(inner / curvature);
        relative = Math.sqrt(DoubleDots.dot(residual, residual)) / rhsNorm;
        if (relative <= limits.relativeTolerance()) {
          return new Converged(k + 1, relative);
        }
        previous = inner;
      }
      return new LimitReached(limits.iterationsMax(), relative);
    }

    private void turn(float[] preconditioned, double beta) {
      for (int k = 0; k < direction.length; k++) {
        direction[k] = (float) (preconditioned[k] + beta * direction[k]);
      }
    }

    private void advance(double alpha) {
      for (int k = 0; k < direction.length; k++) {
        solution[k] = (float) (solution[k] + alpha * direction[k]);
        residual[k] = (float) (residual[k] - alpha * product[k]);
      }
    }
  }
}
