package io.lethe.evaluation;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.Removal;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.ErasedEntities;

/**
 * One fixed experiment in forgetting. All columns index the same users and items.
 *
 * @param training what the original model learns from
 * @param forget positions in the training columns that shall go, distinct; copied
 * @param erased users and items that go as a whole
 * @param effort of unlearning
 * @param validation for early stopping and for calibration
 * @param test what models are compared on
 * @param threshold values above it are positive
 */
public record RemovalSplit(
    Interactions training, int[] forget, ErasedEntities erased, Effort effort,
    Interactions validation, Interactions test, float threshold) {

  public RemovalSplit {
    forget = forget.clone();
  }

  /** A copy of the positions. */
  @Override
  public int[] forget() {
    return forget.clone();
  }

  /** The removal this split is about. */
  public Removal removal() {
    return Removal.of(InteractionView.of(training), forget);
  }
}
