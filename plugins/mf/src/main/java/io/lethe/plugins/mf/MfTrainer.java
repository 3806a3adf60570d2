package io.lethe.plugins.mf;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam with early stopping, then, if asked to, to a stationary point. */
final class MfTrainer implements ModelTrainer {

  private final MfOptions options;
  private final ModelShape shape;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();

  MfTrainer(MfOptions options, long seed, PluginContext context) {
    this.options = options;
    this.shape = ModelShape.of(options, seed);
    this.context = context;
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    Map<String, Double> metrics = new HashMap<>();
    FactorTables tables = descend(data, progress, metrics);
    Workers workers = new Workers(context.executor(), context.parallelism());
    MfModel model = new MfModel(shape, tables.paged(), kernels, workers);
    NewtonPolish polish = new NewtonPolish(options, kernels, context, data.training());
    if (options.mode() == Mode.CONVERGED) {
      model = polish.run(model, progress, metrics);
    }
    metrics.putAll(polish.stationarity(model));
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    return new TrainedModel(model, options.effective(data.training().size()), metrics);
  }

  private FactorTables descend(
      TrainingData data, Consumer<TrainingProgress> progress, Map<String, Double> metrics) {
    InteractionView training = data.training();
    checkSameRows(training.all().keys(), data.validation().all().keys());
    TrainingPairs pairs = TrainingPairs.of(training, shape.terms());
    FactorTables tables = FactorTables
        .fresh(options, training.all().keys(), shape.terms().random());
    ValidationSet validation = ValidationSet.of(data.validation(), shape.terms());
    EpochSchedule epochs = new EpochSchedule(
        pairs, shape.terms().sampled(), options.batchesFor(training.size()));
    BestEpoch best = new BestEpoch(options.patience(), tables);
    try (WorkTeam team = new WorkTeam(context.executor(), context.parallelism())) {
      MinibatchAdam adam = new MinibatchAdam(kernels, team, options, tables, epochs);
      Pace pace = new Pace(context.clock());
      HelpTrial trial = new HelpTrial();
      int done = 0;
      while (done < options.epochsMax() && !best.stop(done)) {
        team.shareWithHelpers(trial.helped(done));
        double loss = adam.run(done, MfTrainer::checkInterrupt);
        trial.took(done, pace.sinceLap());
        done++;
        checkFinite(loss, done);
        double auc = validation.auc(kernels.minibatch(), team, tables);
        best.offer(done, auc, tables);
        metrics.put("loss", loss);
        pace.lap();
        progress.accept(
            new TrainingProgress(
                "train", done, options.epochsMax(), loss, auc,
                pace.remaining(options.epochsMax() - done)));
      }
      metrics.put("epochs", (double) done);
    }
    metrics.put("best-epoch", (double) best.epoch());
    metrics.put("validation-auc", best.auc());
    return best.tables();
  }

  private static void checkSameRows(EntityKeys training, EntityKeys validation) {
    if (training.userCount() != validation.userCount()
        || training.itemCount() != validation.itemCount()) {
      throw OptionValues.refusal(
          "validation is over %d users and %d items, training over %d and %d".formatted(
              validation.userCount(), validation.itemCount(), training.userCount(),
              training.itemCount()));
    }
  }

  private void checkFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "the loss is %s after epoch %d with learning-rate = %s and init-deviation = %s"
              .formatted(loss, epoch, options.learningRate(), options.initDeviation()));
    }
  }

  /** Leaves the thread's interrupt for the host to see. */
  static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginException(PluginException.Kind.CANCELLED, "training was interrupted");
    }
  }
}
