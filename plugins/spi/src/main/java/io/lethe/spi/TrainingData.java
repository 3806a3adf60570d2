package io.lethe.spi;

/**
 * What a trainer sees.
 *
 * @param training interactions to learn from; at least one
 * @param validation held-out interactions over the same users and items, for early stopping; may be
 *     empty, then training runs its full number of epochs
 */
public record TrainingData(InteractionView training, InteractionView validation) {

  public TrainingData {
    if (training.size() == 0) {
      throw new IllegalArgumentException("0 training interactions; at least 1 is needed");
    }
  }
}
