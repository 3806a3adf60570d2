package io.lethe.unlearning;

/** Why an influence update was not taken. */
public enum RetrainReason {
  /** A parameter or a loss became infinite or not a number. */
  NOT_FINITE,
  /**
   * The plugin's curvature has a negative direction or a product that is no number, which no Gauss-Newton
   * matrix has.
   */
  CURVATURE_UNSOUND,
  /** Interactions with a loss or with terms go, and the plugin says that no gradient goes with them. */
  NO_GRADIENT,
  /** A gradient goes, and no row moves. */
  NO_STEP,
  /** The step leaves nearly all of what it had to solve. */
  RESIDUAL_LEFT,
  /**
   * Over the step the retained gradient has hardly changed by the gradient that goes, or the other way.
   */
  GRADIENT_LEFT,
  /** Too much of the removal is left in rows that all interactions share. */
  SHARED_ROWS,
  /** The step is too large for its linearization to mean anything. */
  STEP_TOO_LARGE,
  /** The loss on retained interactions rose beyond its bound. */
  UTILITY_LOST,
  /** The forgotten interactions still stand out: their loss did not rise as it should. */
  STILL_REMEMBERED,
  /** The loss of the forgotten interactions rose far beyond the linear prediction. */
  OVERSHOT,
  /** Some item's scores rose among everybody far beyond what a removal does. */
  CANARY_RISES,
  /** Corrective steps were asked for, but the model is no stationary point. */
  NOT_STATIONARY,
  /** Corrective steps did not reach the tolerance within their bound. */
  NOT_CONVERGED
}
