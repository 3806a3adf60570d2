package io.lethe.training;

import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import java.util.Map;
import java.util.function.Consumer;

/** Epochs of minibatch training until the validation AUC stops rising. Immutable. */
public final class Descent {

  private final TrainingOptions options;
  private final LossTerms terms;
  private final Kernels kernels;
  private final PluginContext context;

  /** A family's way to run epochs on tables. Confined to one training run. */
  public interface Epochs {

    /**
     * Runs one epoch on the tables.
     *
     * @param epoch counted from 0
     * @param beforeBatch to be run before each minibatch; ends training by throwing
     * @return mean loss per term
     */
    double run(int epoch, Runnable beforeBatch);

    /** The final embeddings whose products are scores; valid until the next epoch. */
    FactorTables scored();
  }

  /** Makes the epochs of one training run. */
  @FunctionalInterface
  public interface Start {

    /** Epochs that train {@code tables} in place. */
    Epochs on(FactorTables tables, EpochSchedule schedule, WorkTeam team);
  }

  /** A descent with checked options. */
  public Descent(TrainingOptions options, LossTerms terms, Kernels kernels, PluginContext context) {
    this.options = options;
    this.terms = terms;
    this.kernels = kernels;
    this.context = context;
  }

  /**
   * Trains.
   *
   * @param tables trained in place
   * @param metrics gets {@code epochs}, {@code best-epoch}, {@code loss}, {@code validation-auc}
   * @return the parameters of the best epoch
   */
  public FactorTables run(
      TrainingData data, FactorTables tables, Start start, Consumer<TrainingProgress> progress,
      Map<String, Double> metrics) {
    InteractionView training = data.training();
    checkSameRows(training.all().keys(), data.validation().all().keys());
    ValidationSet validation = ValidationSet.of(data.validation(), terms);
    EpochSchedule schedule = new EpochSchedule(
        TrainingPairs.of(training, terms), terms.sampled(), options.batchesFor(training.size()));
    BestEpoch best = new BestEpoch(options.patience(), tables);
    try (WorkTeam team = new WorkTeam(context.executor(), context.parallelism())) {
      Epochs epochs = start.on(tables, schedule, team);
      Pace pace = new Pace(context.clock());
      HelpTrial trial = new HelpTrial();
      int done = 0;
      while (done < options.epochsMax() && !best.stop(done)) {
        team.shareWithHelpers(trial.helped(done));
        double loss = epochs.run(done, Descent::checkInterrupt);
        trial.took(done, pace.sinceLap());
        done++;
        checkFinite(loss, done);
        double auc = validation.auc(kernels.minibatch(), team, epochs.scored());
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
  public static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginException(PluginException.Kind.CANCELLED, "training was interrupted");
    }
  }
}
