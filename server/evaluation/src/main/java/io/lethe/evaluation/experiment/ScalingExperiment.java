package io.lethe.evaluation.experiment;

import io.lethe.evaluation.experiment.Stopwatch.Timed;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.evaluation.strategy.Setting;
import io.lethe.evaluation.strategy.Strategy;
import io.lethe.spi.InteractionView;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How the cost of erasing one user grows with the data. Every request starts from the same model;
 * finding a user's interactions is not part of it. Confined to one thread.
 */
public final class ScalingExperiment {

  private static final int WARM_UPS = 30;
  private static final int REQUESTS = 51;
  private static final double HIGH_QUANTILE = 0.95;
  private static final int EPOCHS_TIMED = 3;
  private static final String EPOCHS_OPTION = "epochs-max";
  private static final String EPOCHS_METRIC = "epochs";

  private final ScalingPlan plan;
  private final Laboratory laboratory;
  private final Stopwatch stopwatch;
  private final Map<String, Double> epochs = new HashMap<>();
  private final Set<CellKey> done = new HashSet<>();

  /** An experiment. */
  public ScalingExperiment(ScalingPlan plan, Laboratory laboratory) {
    this.plan = plan;
    this.laboratory = laboratory;
    this.stopwatch = new Stopwatch(laboratory.nanoClock());
  }

  /**
   * Measures what is not there yet, the smallest data first.
   *
   * @param known cells of earlier runs
   * @param sink receives every cell as soon as it is measured
   */
  public void run(List<Cell> known, Consumer<Cell> sink, Progress progress) {
    known.forEach(this::remember);
    int before = done.size();
    for (int size : plan.interactions()) {
      for (ModelChoice model : plan.models()) {
        List<Strategy> missing = plan.methods()
            .stream()
            .filter(method -> !done.contains(plan.key(size, model, method)))
            .toList();
        if (!missing.isEmpty()) {
          progress.show(
              done.size(), done.size() - before, plan.cells(),
              "%s, %s".formatted(ScalingPlan.dataName(size), model.name()));
          measure(size, model, missing, sink);
        }
      }
    }
    progress.show(done.size(), done.size() - before, plan.cells(), "done");
  }

  private void remember(Cell cell) {
    if (cell.key().forget().equals(ScalingPlan.FORGET) && cell.key().seed() == plan.seed()) {
      done.add(cell.key());
      double full = cell.value(Measure.EPOCHS);
      if (cell.value(Measure.EXTRAPOLATED) == 0) {
        epochs.put(cell.key().model(), full);
      }
    }
  }

  private void measure(int size, ModelChoice model, List<Strategy> methods, Consumer<Cell> sink) {
    ScalingData data = ScalingData.of(size, plan.seed());
    Values training = new Values();
    Setting setting = train(size, model, data, training);
    List<ForgetRequest> requests = data.medianUsers(REQUESTS);
    for (Strategy method : methods) {
      Values values = new Values();
      values.addAll(training);
      values.put(Measure.INTERACTIONS, data.training().size());
      values.put(Measure.FORGOTTEN, requests.get(requests.size() / 2).positions().length);
      forget(method, setting, requests, values);
      Cell cell = values.cell(plan.key(size, model, method));
      sink.accept(cell);
      remember(cell);
    }
  }

  private Setting train(int size, ModelChoice model, ScalingData data, Values values) {
    boolean full = size <= plan.fullMax();
    Map<String, String> options = new HashMap<>(Origin.options(model));
    if (!full) {
      options.put(EPOCHS_OPTION, String.valueOf(EPOCHS_TIMED));
    }
    TrainingConfig config = new TrainingConfig(plan.seed(), options);
    TrainingData split = new TrainingData(
        InteractionView.of(data.training()), InteractionView.of(data.validation()));
    Timed<TrainedModel> trained = stopwatch.time(
        () -> model.plugin().trainer(config, laboratory.context()).train(split, progress -> {}));
    double ran = trained.value().metrics().getOrDefault(EPOCHS_METRIC, Double.NaN);
    double needed = full ? ran : epochs.getOrDefault(model.name(), Double.NaN);
    values.put(Measure.EXTRAPOLATED, full ? 0 : 1);
    values.put(Measure.EPOCHS, needed);
    values.put(Measure.EPOCH_SECONDS, trained.seconds() / ran);
    values.put(Measure.RETRAIN, full ? trained.seconds() : trained.seconds() / ran * needed);
    return new Setting(
        model.plugin(), laboratory.context(),
        new TrainingConfig(plan.seed(), trained.value().effective()), trained.value(),
        data.training(), data.validation(), Dataset.THRESHOLD);
  }

  private void forget(
      Strategy method, Setting setting, List<ForgetRequest> requests, Values values) {
    Timed<Forgetful> ready = stopwatch.time(() -> method.prepare(setting));
    values.put(Measure.PREPARE, ready.seconds());
    for (int run = 0; run < WARM_UPS; run++) {
      ready.value().forget(requests.get(run % requests.size()));
    }
    List<Double> seconds = new ArrayList<>();
    for (ForgetRequest request : requests) {
      Timed<Forgetful.Step> step = stopwatch.time(() -> ready.value().forget(request));
      seconds.add(step.seconds());
      values.putAll(step.value().measures());
    }
    double[] sorted = seconds.stream().mapToDouble(each -> each).sorted().toArray();
    ForgetRequest middle = requests.get(requests.size() / 2);
    values.put(
        Measure.PEAK_BYTES,
        (double) laboratory.memory().peakBytes(() -> ready.value().forget(middle)));
    double median = Stopwatch.median(sorted);
    values.put(Measure.SECONDS, median);
    values.put(Measure.SECONDS_HIGH, sorted[(int) (HIGH_QUANTILE * (sorted.length - 1))]);
    values.put(Measure.SPEED_UP, values.get(Measure.RETRAIN) / median);
  }
}
