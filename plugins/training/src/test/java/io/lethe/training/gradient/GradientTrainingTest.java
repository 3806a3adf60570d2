package io.lethe.training.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientTrainingTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());
  private static final InteractionView ALL = InteractionView
      .of(new SyntheticRatings(3, 30, 20, 8).generate());

  private static TrainedModel train(Map<String, String> options) {
    TrainingData data = new TrainingData(ALL, InteractionView.of(ALL.all().at(new int[0])));
    return new FactorsPlugin().trainer(new TrainingConfig(1, options), ALONE)
        .train(data, report -> {});
  }

  /** Where the objective's gradient, which training does not tell by itself, is small beside L2's. */
  @Test
  void train_endsWhereTheObjectiveIsFlat() {
    TrainedModel trained = train(
        Map.of(
            "factors", "3", "l2", "4", "epochs-max", "3000", "learning-rate", "0.01", "tolerance",
            "0.001"));
    DifferentiableModel model = assertInstanceOf(DifferentiableModel.class, trained.model());
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] gradient = new float[all.length()];
    float[] parameters = new float[all.length()];
    model.on(ALL).gradient(all, gradient);
    model.parameters(all, parameters);
    double whole = 0;
    double penalty = 0;
    for (int k = 0; k < gradient.length; k++) {
      whole += Math.pow(gradient[k] + 4 * parameters[k], 2);
      penalty += Math.pow(4 * parameters[k], 2);
    }
    assertTrue(penalty > 1, () -> "no rows but zeros");
    assertTrue(Math.sqrt(whole / penalty) < 0.01, whole + " beside " + penalty);
    double epochs = trained.metrics().getOrDefault("epochs", Double.NaN);
    assertTrue(epochs < 3000, () -> epochs + " epochs");
    assertEquals(Map.of(), trained.finalFit());
  }

  @Test
  void train_fewEpochs_endsAfterThem() {
    assertEquals(7, train(Map.of("epochs-max", "7")).metrics().get("epochs"));
  }

  @Test
  void train_optionsOutOfBounds_areRefusedByName() {
    PluginException refusal = assertThrows(
        PluginException.class, () -> train(Map.of("factors", "0")));
    assertTrue(String.valueOf(refusal.getMessage()).contains("factors = 0"), refusal::toString);
  }
}
