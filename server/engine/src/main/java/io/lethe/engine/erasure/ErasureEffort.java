package io.lethe.engine.erasure;

import io.lethe.unlearning.Effort;

/** How far an erasure's work went. */
public enum ErasureEffort {
  /** One closed-form influence step. */
  FAST,
  /** The influence step, refined by an iterative solver. */
  REFINED,
  /** The influence step and corrective steps against the gradient of what stays. */
  CONVERGED,
  /** The model solved its own objective again on what stays. */
  REFITTED,
  /** A training on what stays. */
  RETRAINED;

  /**
   * As an unlearner reports it.
   *
   * @throws IllegalArgumentException of {@code AUTO}, which is asked for and never carried out
   */
  public static ErasureEffort of(Effort effort) {
    return switch (effort) {
      case FAST -> FAST;
      case REFINED -> REFINED;
      case CONVERGED -> CONVERGED;
      case AUTO -> throw new IllegalArgumentException("no unlearning is carried out as AUTO");
    };
  }
}
