package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.WarmStartTrainer;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LightGcnTrainerTest {

  private static final int REMOVED = 123;

  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(2, 50, 40, 16).generate());
  private final int[] heldOut = IntStream.range(0, view.size()).filter(p -> p % 8 == 5).toArray();
  private final InteractionView validation = InteractionView.of(view.all().at(heldOut));
  private final InteractionView training = view.without(heldOut);
  private final Map<String, String> options = Map.of(
      "objective", "explicit", "factors", "6", "learning-rate", "0.02", "batches-per-epoch", "6",
      "l2", "0.5", "init-deviation", "0.1", "epochs-max", "15", "patience", "15");

  private ModelTrainer trainer(long seed, Map<String, String> changed) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(changed);
    return new LightGcnPlugin().trainer(
        new TrainingConfig(seed, all), new PluginContext(Runnable::run, 1, InstantSource.system()));
  }

  private TrainedModel train(long seed, Map<String, String> changed, InteractionView on) {
    return trainer(seed, changed).train(new TrainingData(on, validation), report -> {});
  }

  private static float[] layer0(TrainedModel trained) {
    return Architecture.flat(assertInstanceOf(LightGcnModel.class, trained.model()).layer0());
  }

  private static double distance(TrainedModel left, TrainedModel right) {
    float[] leftRows = layer0(left);
    float[] rightRows = layer0(right);
    double sum = 0;
    for (int k = 0; k < leftRows.length; k++) {
      double difference = leftRows[k] - rightRows[k];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  @Test
  void train_oneInteractionLess_staysNearerThanAnotherSeed() {
    TrainedModel whole = train(1, Map.of(), training);
    double coupled = distance(whole, train(1, Map.of(), training.without(new int[]{REMOVED})));
    double uncoupled = distance(whole, train(2, Map.of(), training));
    assertTrue(coupled > 0, "the interaction must have had an influence");
    assertTrue(coupled < 0.2 * uncoupled, coupled + " against " + uncoupled);
  }

  @Test
  void train_converged_isStationary() {
    for (String layers : new String[]{"1", "2", "3"}) {
      TrainedModel trained = train(
          1, Map.of("mode", "converged", "l2", "2", "tolerance", "1e-5", "layers", layers),
          training);
      assertTrue(trained.metrics().getOrDefault("relative-gradient-norm", 1.0) <= 1e-5);
      assertTrue(trained.metrics().getOrDefault("polish-steps", 0.0) > 0);
    }
  }

  @Test
  void trainFrom_aTrainedModel_beginsWhereItEnded() {
    TrainedModel first = train(1, Map.of("epochs-max", "40", "patience", "40"), training);
    WarmStartTrainer trainer = assertInstanceOf(
        WarmStartTrainer.class, trainer(1, Map.of("epochs-max", "1", "learning-rate", "1e-6")));
    TrainedModel next = trainer
        .trainFrom(first.model(), new TrainingData(training, validation), report -> {});
    float[] before = layer0(first);
    float[] after = layer0(next);
    assertArrayEquals(before, after, 1e-4f);
    assertTrue(distance(first, next) > 0);
  }

  @Test
  void trainFrom_anotherShape_isRefused() {
    TrainedModel first = train(1, Map.of(), training);
    WarmStartTrainer trainer = assertInstanceOf(
        WarmStartTrainer.class, trainer(1, Map.of("factors", "7")));
    TrainingData data = new TrainingData(training, validation);
    PluginException refusal = assertThrows(
        PluginException.class, () -> trainer.trainFrom(first.model(), data, report -> {}));
    assertEquals(
        "the model to start from has 50 users and 40 items of width 6, biases false;"
            + " wanted 50, 40, 7, false",
        refusal.getMessage());
    assertThrows(
        PluginException.class,
        () -> trainer.trainFrom(
            assertInstanceOf(LightGcnModel.class, first.model()).inFinalSpace(), data,
            report -> {}));
  }
}
