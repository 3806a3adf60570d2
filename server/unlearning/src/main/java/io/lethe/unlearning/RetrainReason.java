package io.lethe.unlearning;

/** Why an influence update was not taken. */
public enum RetrainReason {
  /** A parameter or a loss became infinite or not a number. */
  NOT_FINITE,
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
