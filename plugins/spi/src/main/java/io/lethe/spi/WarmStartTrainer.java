package io.lethe.spi;

import java.util.function.Consumer;

/** A trainer that can also go on from a model instead of from random parameters. */
public interface WarmStartTrainer extends ModelTrainer {

  /**
   * Trains on from a model's parameters; the optimizer starts afresh. Otherwise as {@link #train}.
   *
   * @param start a model of the same family, shape and entities; only read
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if it is not
   */
  TrainedModel trainFrom(
      RecommenderModel start, TrainingData data, Consumer<TrainingProgress> progress);
}
