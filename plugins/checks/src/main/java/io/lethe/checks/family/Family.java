package io.lethe.checks.family;

import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.util.Map;

/**
 * A plugin and how it is trained here.
 *
 * @param options of every training; what is absent takes its default
 * @param seed of every training but those that ask for another
 * @param alone everything runs on the calling thread
 */
public record Family(
    RecommenderPlugin plugin, Map<String, String> options, long seed, PluginContext alone) {

  public Family {
    options = Map.copyOf(options);
  }

  /** Trains with the family's options and seed, on the calling thread. */
  public TrainedModel train(TrainingData data) {
    return train(data, options, seed, alone);
  }

  TrainedModel train(
      TrainingData data, Map<String, String> chosen, long from, PluginContext context) {
    return plugin.trainer(new TrainingConfig(from, chosen), context).train(data, report -> {});
  }
}
