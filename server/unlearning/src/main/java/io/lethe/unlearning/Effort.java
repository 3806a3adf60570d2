package io.lethe.unlearning;

/** How much work one unlearning may spend. */
public enum Effort {
  /** One influence step: milliseconds, without looking at the retained interactions. */
  FAST,
  /**
   * The damped curvature system solved over all interactions that touch the rows which move: closer
   * to retraining than {@link #FAST}, and what it leaves undone is measured.
   */
  REFINED,
  /**
   * The influence step, then corrective steps against the retained objective until it is stationary
   * again. Only for models that were stationary before; elsewhere such steps overshoot.
   */
  CONVERGED,
  /**
   * {@link #CONVERGED} for a stationary model; else {@link #FAST}, or {@link #REFINED} if that would
   * leave too much undone.
   */
  AUTO
}
