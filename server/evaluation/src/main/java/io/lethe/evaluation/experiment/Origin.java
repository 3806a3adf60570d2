package io.lethe.evaluation.experiment;

import io.lethe.evaluation.experiment.Stopwatch.Timed;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.evaluation.strategy.Setting;
import io.lethe.evaluation.strategy.Strategy;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The original model of one data set, family and seed, trained once, and what methods prepared from
 * it. Confined to one thread.
 */
final class Origin {

  private static final String THRESHOLD_OPTION = "threshold";
  private static final String OBJECTIVE_OPTION = "objective";
  /** Far from every seed of a grid. */
  private static final long OTHER_SEED = 1_000_003;

  private final Laboratory laboratory;
  private final Stopwatch stopwatch;
  private final Setting setting;
  private final Map<String, Timed<Forgetful>> prepared = new HashMap<>();

  /** Trains the original. */
  Origin(Dataset data, ModelChoice model, ForgetKind kind, long seed, Laboratory laboratory) {
    this.laboratory = laboratory;
    this.stopwatch = new Stopwatch(laboratory.nanoClock());
    TrainingConfig config = new TrainingConfig(seed, options(model));
    Interactions rows = kind.wrongLabels() ? data.trainingWithWrongLabels() : data.training();
    Interactions training = rows
        .withItemFeatures(data.known().seenBy(model.plugin(), config, data.itemIds()));
    TrainedModel original = model.plugin()
        .trainer(config, laboratory.context())
        .train(
            new TrainingData(InteractionView.of(training), InteractionView.of(data.validation())),
            progress -> {});
    this.setting = new Setting(
        model.plugin(), laboratory.context(), new TrainingConfig(seed, original.effective()),
        original, training, data.validation(), Dataset.THRESHOLD);
  }

  /**
   * Labels are 0 and 1, which those families have to know that ask what is positive; and wrong labels
   * can only be forgotten where labels of both kinds are learnt.
   */
  static Map<String, String> options(ModelChoice model) {
    Map<String, String> options = new HashMap<>();
    if (model.plugin().options().stream().anyMatch(o -> o.name().equals(THRESHOLD_OPTION))) {
      options.put(THRESHOLD_OPTION, String.valueOf(Dataset.THRESHOLD));
    }
    if (model.plugin().options().stream().anyMatch(o -> o.name().equals(OBJECTIVE_OPTION))) {
      options.put(OBJECTIVE_OPTION, "explicit");
    }
    options.putAll(model.options());
    return options;
  }

  Setting setting() {
    return setting;
  }

  /** What a method made ready, and how long that took. Once per method. */
  Timed<Forgetful> prepared(Strategy method) {
    Timed<Forgetful> known = prepared.get(method.name());
    if (known == null) {
      known = stopwatch.time(() -> method.prepare(setting));
      prepared.put(method.name(), known);
    }
    return known;
  }

  /** Trains twice on what a request leaves. */
  Reference reference(ForgetRequest request) {
    InteractionView retained = InteractionView.of(setting.training()).without(request.positions());
    TrainingConfig coupled = setting.config();
    TrainingConfig other = new TrainingConfig(coupled.seed() + OTHER_SEED, coupled.options());
    return new Reference(request, retained, train(retained, coupled), train(retained, other));
  }

  /** The fastest of some runs unless they are long; all give the same bits. */
  private Timed<TrainedModel> train(InteractionView retained, TrainingConfig config) {
    TrainingData data = new TrainingData(retained, InteractionView.of(setting.validation()));
    Timed<TrainedModel> first = stopwatch.time(() -> train(data, config));
    if (first.seconds() >= laboratory.timing().trainingSeconds()) {
      return first;
    }
    double again = IntStream.range(1, laboratory.timing().trainings())
        .mapToDouble(run -> stopwatch.time(() -> train(data, config)).seconds())
        .min()
        .orElse(first.seconds());
    return new Timed<>(first.value(), Math.min(first.seconds(), again));
  }

  private TrainedModel train(TrainingData data, TrainingConfig config) {
    return setting.plugin().trainer(config, laboratory.context()).train(data, progress -> {});
  }
}
