package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;

/**
 * How the probe of utility is drawn.
 *
 * @param seed of the draw
 * @param interactionsMax the most there are in it
 */
record ProbeSpec(long seed, int interactionsMax) {

  ProbeSpec {
    Bounds.atLeast("probe interactions", interactionsMax, 1);
  }

  /** The probe of a version, measured. O(view). */
  RetainedProbe draw(DifferentiableModel model, InteractionView trained) {
    int[] positions = new ProbeSampler(seed).draw(trained, interactionsMax);
    return RetainedProbe.of(model, trained.all(), positions);
  }
}
