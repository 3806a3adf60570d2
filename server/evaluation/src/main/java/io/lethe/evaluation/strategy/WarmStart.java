package io.lethe.evaluation.strategy;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.WarmStartTrainer;
import java.util.HashMap;
import java.util.Map;

/**
 * A few more epochs on what is retained, from where the model stands. Needs a plugin whose trainer
 * is a {@link WarmStartTrainer} with an option {@value #EPOCHS}.
 *
 * @param epochs the most per request
 */
record WarmStart(String name, int epochs) implements Strategy {

  private static final String EPOCHS = "epochs-max";

  @Override
  public Forgetful prepare(Setting setting) {
    Map<String, String> options = new HashMap<>(setting.config().options());
    options.put(EPOCHS, Integer.toString(epochs));
    TrainingConfig config = new TrainingConfig(setting.config().seed(), options);
    return new Warm(
        setting, trainer(setting, config), InteractionView.of(setting.training()),
        setting.original().model());
  }

  private WarmStartTrainer trainer(Setting setting, TrainingConfig config) {
    ModelTrainer trainer = setting.plugin().trainer(config, setting.context());
    if (trainer instanceof WarmStartTrainer warm) {
      return warm;
    }
    throw new PluginException(
        PluginException.Kind.INVALID_ARGUMENT, "strategy %s: plugin %s cannot train on from a model"
            .formatted(name, setting.plugin().name()));
  }

  private record Warm(
      Setting setting, WarmStartTrainer trainer, InteractionView interactions,
      RecommenderModel model) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      InteractionView retained = interactions.without(request.positions());
      TrainedModel trained = trainer
          .trainFrom(model, Training.data(setting, retained), progress -> {});
      Forgetful next = new Warm(setting, trainer, retained, trained.model());
      return new Step(next, Training.measures(trained));
    }
  }
}
