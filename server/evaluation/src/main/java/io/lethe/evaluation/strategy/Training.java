package io.lethe.evaluation.strategy;

import io.lethe.spi.InteractionView;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Training from scratch in a setting. */
final class Training {

  private static final List<String> REPORTED = List.of("epochs", "best-epoch");

  private Training() {}

  /** A model of some of the setting's training interactions. */
  static TrainedModel run(Setting setting, InteractionView interactions, TrainingConfig config) {
    return setting.plugin()
        .trainer(config, setting.context())
        .train(data(setting, interactions), progress -> {});
  }

  static TrainingData data(Setting setting, InteractionView interactions) {
    return new TrainingData(interactions, InteractionView.of(setting.validation()));
  }

  /** What a strategy tells about a training. */
  static Map<String, Double> measures(TrainedModel trained) {
    Map<String, Double> measures = new HashMap<>(trained.metrics());
    measures.keySet().retainAll(REPORTED);
    return measures;
  }
}
