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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GradientTrainingTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());
  private static final InteractionView ALL = InteractionView
      .of(new SyntheticRatings(3, 30, 20, 8).generate());

  private static TrainedModel train(Map<String, String> options, TrainingData data) {
    return new FactorsPlugin().trainer(new TrainingConfig(1, options), ALONE)
        .train(data, report -> {});
  }

  private static TrainingData without(int... heldOut) {
    return new TrainingData(ALL.without(heldOut), InteractionView.of(ALL.all().at(heldOut)));
  }

  /** With L2 and steps enough, the gradient of the whole objective ends near zero. */
  @Test
  void train_withoutHeldOut_endsWhereTheObjectiveIsFlat() {
    TrainedModel trained = train(
        Map.of("factors", "3", "l2", "4", "epochs-max", "3000", "learning-rate", "0.01"),
        without());
    DifferentiableModel model = assertInstanceOf(DifferentiableModel.class, trained.model());
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] gradient = new float[all.length()];
    float[] parameters = new float[all.length()];
    model.on(ALL).gradient(all, gradient);
    model.parameters(all, parameters);
    double whole = 0;
    double penalty = 0;
    for (int k = 0; k < gradient.length; k++) {
      whole = Math.max(whole, Math.abs(gradient[k] + 4 * parameters[k]));
      penalty = Math.max(penalty, Math.abs(4 * parameters[k]));
    }
    assertTrue(whole <= 1e-2 * Math.max(penalty, 1), whole + " beside " + penalty);
    assertEquals(Map.of(), trained.finalFit());
  }

  @Test
  void train_withHeldOut_stopsByPatienceAndFixesTheBestEpoch() {
    int[] heldOut = IntStream.range(0, ALL.size()).filter(p -> p % 4 == 0).toArray();
    TrainedModel trained = train(
        Map.of("l2", "0.01", "learning-rate", "0.2", "patience", "3"), without(heldOut));
    double epochs = trained.metrics().get("epochs");
    assertTrue(epochs < 150, () -> epochs + " epochs");
    assertEquals(epochs, trained.metrics().get("best-epoch") + 3);
    assertEquals(
        String.valueOf(trained.metrics().get("best-epoch").intValue()),
        trained.finalFit().get("epochs-max"));
  }

  @Test
  void train_optionsOutOfBounds_areRefusedByName() {
    PluginException refusal = assertThrows(
        PluginException.class, () -> train(Map.of("factors", "0"), without()));
    assertTrue(String.valueOf(refusal.getMessage()).contains("factors = 0"), refusal::toString);
  }
}
