package io.lethe.kernels.solve;

/** How a solve ended. The solution array holds the last iterate in every case. */
public sealed interface ConjugateGradientResult {

  /** Products taken with the operator. */
  int iterations();

  /** Norm of the residual over that of the right-hand side, as the recurrence has it. */
  double relativeResidual();

  /** The residual is within the tolerance. */
  record Converged(int iterations, double relativeResidual) implements ConjugateGradientResult {}

  /** The bound on iterations came first; the iterate is usable, less exact. */
  record LimitReached(int iterations, double relativeResidual) implements ConjugateGradientResult {}

  /**
   * The operator is not positive definite: {@code curvature = p'Ap / p'p} is not above zero along a
   * search direction. The iterate is the last one before that direction, all zero if it was the
   * first.
   */
  record NegativeCurvature(int iterations, double relativeResidual, double curvature)
      implements
        ConjugateGradientResult {}

  /**
   * A number is not finite, or the preconditioner is not positive definite; the iterate is the last
   * sound one.
   *
   * @param reason which of the two, in words
   */
  record BrokenDown(
      int iterations, double relativeResidual, String reason) implements ConjugateGradientResult {}
}
