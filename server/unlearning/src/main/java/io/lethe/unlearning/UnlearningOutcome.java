package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;

/** What came of an unlearning. */
public sealed interface UnlearningOutcome {

  /**
   * The update passed every gate.
   *
   * @param model the new version's model, on the retained interactions
   * @param state the new version's state
   * @param report what was done and measured
   */
  record Updated(DifferentiableModel model, UnlearningState state, UnlearningReport report)
      implements
        UnlearningOutcome {}

  /**
   * No update is good enough; training anew without the forgotten interactions is.
   *
   * @param reason the gate that failed
   * @param report what was done and measured up to it; numbers not reached are NaN
   */
  record RetrainRequired(
      RetrainReason reason, UnlearningReport report) implements UnlearningOutcome {}

  /** No interaction and nobody to forget. */
  record NothingToForget() implements UnlearningOutcome {}
}
