package io.lethe.spi;

import io.lethe.spi.items.ItemFeatures;
import java.util.Optional;

/**
 * What a trainer sees.
 *
 * @param training interactions to learn from; at least one
 * @param validation held-out interactions over the same users and items, for early stopping; may be
 *     empty, then training runs its full number of epochs
 * @param vectors vectors that were trained elsewhere, for a family that is {@link
 *     RecommenderPlugin#trainedElsewhere}; empty for every other family, and where a model of such a
 *     family would have to be trained here
 */
public record TrainingData(
    InteractionView training, InteractionView validation, Optional<ImportedVectors> vectors) {

  public TrainingData {
    if (training.size() == 0) {
      throw new IllegalArgumentException("0 training interactions; at least 1 is needed");
    }
  }

  /** What is known of the items, of one table for both parts. */
  public ItemFeatures itemFeatures() {
    return training.all().itemFeatures();
  }

  /** Interactions alone. */
  public TrainingData(InteractionView training, InteractionView validation) {
    this(training, validation, Optional.empty());
  }
}
