package io.lethe.training;

/** When training ends. */
public enum Mode {
  /** At the epoch with the best validation AUC. */
  EARLY_STOPPED,
  /** At a stationary point of the whole objective, reached by Newton steps after Adam. */
  CONVERGED
}
