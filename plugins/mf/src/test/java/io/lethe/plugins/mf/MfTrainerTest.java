package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.spi.WarmStartTrainer;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MfTrainerTest {

  private static final int REMOVED = 123;

  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(2, 50, 40, 16).generate());
  private final int[] heldOut = IntStream.range(0, view.size()).filter(p -> p % 8 == 5).toArray();
  private final InteractionView validation = InteractionView.of(view.all().at(heldOut));
  private final InteractionView training = view.without(heldOut);
  private final Map<String, String> options = Map.of(
      "objective", "explicit", "factors", "6", "learning-rate", "0.01", "batch-size", "64", "l2",
      "0.5", "init-deviation", "0.1");

  private TrainedModel train(
      long seed, Map<String, String> changed, TrainingData data,
      Consumer<TrainingProgress> progress) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(changed);
    return new MfPlugin().trainer(
        new TrainingConfig(seed, all), new PluginContext(Runnable::run, 1, InstantSource.system()))
        .train(data, progress);
  }

  private TrainedModel train(long seed, Map<String, String> changed, InteractionView on) {
    return train(seed, changed, new TrainingData(on, validation), report -> {});
  }

  private static float[] parameters(TrainedModel trained) {
    DifferentiableModel model = assertInstanceOf(DifferentiableModel.class, trained.model());
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] parameters = new float[all.length()];
    model.parameters(all, parameters);
    return parameters;
  }

  private static double distance(TrainedModel left, TrainedModel right) {
    float[] leftParameters = parameters(left);
    float[] rightParameters = parameters(right);
    double sum = 0;
    for (int k = 0; k < leftParameters.length; k++) {
      double difference = leftParameters[k] - rightParameters[k];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  @Test
  void train_withValidation_keepsTheBestEpochAndStopsAfterPatience() {
    List<TrainingProgress> reports = new ArrayList<>();
    TrainedModel trained = train(
        1, Map.of("patience", "4", "learning-rate", "0.05"), new TrainingData(training, validation),
        reports::add);
    int best = 0;
    for (int k = 1; k < reports.size(); k++) {
      best = reports.get(k).validationAuc() > reports.get(best).validationAuc() ? k : best;
    }
    assertEquals(best + 1.0, trained.metrics().get("best-epoch"));
    assertEquals(reports.get(best).validationAuc(), trained.metrics().get("validation-auc"));
    assertEquals(best + 1.0 + 4, trained.metrics().get("epochs"));
    TrainedModel cutThere = train(
        1, Map.of("epochs-max", Integer.toString(best + 1), "learning-rate", "0.05"), training);
    assertArrayEquals(parameters(cutThere), parameters(trained));
  }

  @Test
  void train_byLists_reportsSayAfterWhichEpochTheListsWereLookedAt() {
    List<TrainingProgress> reports = new ArrayList<>();
    train(
        1, Map.of("objective", "implicit", "epochs-max", "7"),
        new TrainingData(training, validation), reports::add);
    assertEquals(
        List.of(1, 2, 3, 4, 4, 6, 7),
        reports.stream().map(TrainingProgress::validationEpoch).toList());
    assertEquals(reports.get(3).validationNdcg(), reports.get(4).validationNdcg());
  }

  @Test
  void train_withoutValidation_runsAllEpochs() {
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    TrainedModel trained = train(
        1, Map.of("epochs-max", "13", "patience", "2"), new TrainingData(training, nothing),
        report -> {});
    assertEquals(13.0, trained.metrics().get("epochs"));
    assertEquals(13.0, trained.metrics().get("best-epoch"));
    assertTrue(Double.isNaN(trained.metrics().getOrDefault("validation-auc", 0.0)));
  }

  @Test
  void train_oneInteractionLess_staysNearerThanAnotherSeed() {
    Map<String, String> fixed = Map.of("batches-per-epoch", "10", "epochs-max", "15");
    TrainedModel whole = train(1, fixed, training);
    double coupled = distance(whole, train(1, fixed, training.without(new int[]{REMOVED})));
    double uncoupled = distance(whole, train(2, fixed, training));
    assertTrue(coupled > 0, "the interaction must have had an influence");
    assertTrue(coupled < 0.1 * uncoupled, coupled + " against " + uncoupled);
  }

  @Test
  void train_converged_isStationaryAndTheSameForAnotherSeed() {
    Map<String, String> converged = Map.of("mode", "converged", "l2", "2", "tolerance", "1e-6");
    TrainedModel one = train(1, converged, training);
    TrainedModel other = train(2, converged, training);
    assertTrue(one.metrics().getOrDefault("relative-gradient-norm", 1.0) <= 1e-6);
    assertTrue(other.metrics().getOrDefault("relative-gradient-norm", 1.0) <= 1e-6);
    assertTrue(one.metrics().getOrDefault("polish-steps", 0.0) > 0);
    int[] items = IntStream.range(0, 40).toArray();
    float[] expected = new float[40];
    float[] actual = new float[40];
    for (int user = 0; user < 50; user++) {
      one.model().score(user, items, expected);
      other.model().score(user, items, actual);
      assertArrayEquals(expected, actual, 1e-4f);
    }
    assertTrue(distance(one, other) > 0.1, "only scores are unique, factors may be turned");
  }

  @Test
  void train_implicit_keepsTheEpochWithTheBestListsAndOffersItForAllInteractions() {
    Map<String, String> implicit = Map.of("objective", "implicit", "epochs-max", "25");
    TrainedModel trained = train(1, implicit, training);
    double ndcg = trained.metrics().getOrDefault("validation-ndcg", 0.0);
    assertTrue(ndcg > 0 && ndcg <= 1, "" + ndcg);
    double mean = IntStream.of(training.positions())
        .mapToDouble(p -> view.all().value(p))
        .average()
        .orElseThrow();
    assertEquals(Float.toString((float) mean), trained.effective().get("positive-from"));
    Map<String, String> finalFit = trained.finalFit();
    assertEquals(
        Integer.toString(trained.metrics().getOrDefault("best-epoch", 0.0).intValue()),
        finalFit.get("epochs-max"));
    assertEquals(trained.effective().get("positive-from"), finalFit.get("positive-from"));
    assertEquals("0", finalFit.get("batches-per-epoch"), "more interactions, more minibatches");
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    TrainedModel last = new MfPlugin()
        .trainer(
            new TrainingConfig(1, finalFit),
            new PluginContext(Runnable::run, 1, InstantSource.system()))
        .train(new TrainingData(view, nothing), report -> {});
    assertEquals(trained.metrics().get("best-epoch"), last.metrics().get("epochs"));
    assertEquals(Map.of(), last.finalFit(), "nothing was held out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
          "explicit|threshold|5|0 of 700 interactions are positive with objective = explicit and"
              + " threshold = 5.0 (values above it are); values run from 1.0 to 5.0",
          "explicit|threshold|0.5|all of 700 interactions are positive with objective = explicit and"
              + " threshold = 0.5 (values above it are); values run from 1.0 to 5.0",
          "implicit|positive-from|6|0 of 700 interactions are positive with objective = implicit and"
              + " positive-from = 6.0 (values from there on are); values run from 1.0 to 5.0"})
  void train_onOneClass_isRefusedWithWhatWasSeen(
      String objective, String option, String value, String message) {
    PluginException refusal = assertThrows(
        PluginException.class,
        () -> train(1, Map.of("objective", objective, option, value), training));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(message), refusal.getMessage());
  }

  @Test
  void train_interruptedWhileItRuns_stopsAtOnce() {
    List<TrainingProgress> reports = new ArrayList<>();
    PluginException cancelled = assertThrows(
        PluginException.class,
        () -> train(1, Map.of(), new TrainingData(training, validation), report -> {
          reports.add(report);
          if (report.epoch() == 3) {
            Thread.currentThread().interrupt();
          }
        }));
    assertTrue(Thread.interrupted());
    assertEquals(PluginException.Kind.CANCELLED, cancelled.kind());
    assertEquals(3, reports.size());
  }

  @Test
  void train_validationOverOtherRows_isRefused() {
    EntityKeys keys = new EntityKeys(new long[51], new long[40]);
    Interactions other = new Interactions(keys, new int[]{50}, new int[]{0}, new float[]{5});
    PluginException refusal = assertThrows(
        PluginException.class, () -> train(
            1, Map.of(), new TrainingData(training, InteractionView.of(other)), report -> {}));
    assertEquals(
        "validation is over 51 users and 40 items, training over 50 and 40", refusal.getMessage());
  }

  @Test
  void trainFrom_aTrainedModel_beginsWhereItEnded() {
    TrainedModel first = train(1, Map.of("learning-rate", "0.05"), training);
    TrainedModel next = warm(Map.of("epochs-max", "1", "learning-rate", "1e-6"), first);
    assertArrayEquals(parameters(first), parameters(next), 1e-4f);
    assertTrue(distance(first, next) > 0);
  }

  @Test
  void trainFrom_anotherShape_isRefused() {
    TrainedModel first = train(1, Map.of(), training);
    PluginException refusal = assertThrows(
        PluginException.class, () -> warm(Map.of("biases", "true"), first));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertEquals(
        "the model to start from has 50 users and 40 items of width 6, biases false;"
            + " wanted 50, 40, 8, true",
        refusal.getMessage());
  }

  private TrainedModel warm(Map<String, String> changed, TrainedModel start) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(changed);
    WarmStartTrainer trainer = assertInstanceOf(
        WarmStartTrainer.class,
        new MfPlugin().trainer(
            new TrainingConfig(1, all),
            new PluginContext(Runnable::run, 1, InstantSource.system())));
    return trainer.trainFrom(start.model(), new TrainingData(training, validation), report -> {});
  }
}
