package io.lethe.training;

/** When training ends. */
public enum Mode {
  /** At the epoch that held-out interactions choose, {@link BestEpoch}. */
  EARLY_STOPPED,
  /** At a stationary point of the whole objective, reached by Newton steps after Adam. */
  CONVERGED
}
