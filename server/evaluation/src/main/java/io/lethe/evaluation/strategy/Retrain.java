package io.lethe.evaluation.strategy;

import io.lethe.spi.InteractionView;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;

/**
 * Training again on what is retained, with the original's options. With the original's seed this is
 * what all others are measured against; with another one it shows how far two trainings on the same
 * data lie apart: the noise floor.
 *
 * @param seedOffset added to the original's seed; 0 couples the training to the original's
 */
record Retrain(String name, long seedOffset) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    TrainingConfig config = new TrainingConfig(
        setting.config().seed() + seedOffset, setting.config().options());
    return new Retrained(
        setting, config, InteractionView.of(setting.training()), setting.original().model());
  }

  private record Retrained(
      Setting setting, TrainingConfig config, InteractionView interactions,
      RecommenderModel model) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      InteractionView retained = interactions.without(request.positions());
      TrainedModel trained = Training.run(setting, retained, config);
      Forgetful next = new Retrained(setting, config, retained, trained.model());
      return new Step(next, Training.measures(trained));
    }
  }
}
