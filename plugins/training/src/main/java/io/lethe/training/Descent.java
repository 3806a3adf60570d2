package io.lethe.training;

import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.objective.LossTerms;
import java.util.Map;
import java.util.function.Consumer;

/** Epochs of minibatch training until held-out interactions say that it is enough. Immutable. */
public final class Descent {
  /** First parameters with which a collapsed training begins again; larger ones cost quality. */
  private static final float RESTART_DEVIATION = 0.02f;

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

  /** Makes the parameters that a training run begins with. */
  @FunctionalInterface
  public interface First {
    /** Tables to be trained in place; other ones for each call. */
    FactorTables with(TrainingOptions options);
  }

  /**
   * Where training ended.
   *
   * @param tables parameters of the best epoch
   * @param options as they were used
   * @param interactions terms of the loss without sampled ones
   * @param bestEpoch its number, from 1
   * @param chosen whether held-out interactions chose it
   */
  public record Outcome(
      FactorTables tables, TrainingOptions options, int interactions, int bestEpoch,
      boolean chosen) {}

  /** A descent with checked and resolved options. */
  public Descent(TrainingOptions options, LossTerms terms, Kernels kernels, PluginContext context) {
    this.options = options;
    this.terms = terms;
    this.kernels = kernels;
    this.context = context;
  }

  /**
   * Trains. A model for implicit interactions that ends where its lists are the most popular items'
   * and no better begins again, once, with larger first parameters.
   *
   * @param again whether {@code first} may be asked again
   * @param metrics gets {@code epochs}, {@code best-epoch}, {@code loss}, {@code validation-auc}; with
   *     implicit interactions held out {@code validation-ndcg}, {@code popularity-ndcg}, {@code
   *     restarts}, {@code collapsed}
   */
  public Outcome run(
      TrainingData data, First first, boolean again, Start start,
      Consumer<TrainingProgress> progress, Map<String, Double> metrics) {
    InteractionView training = data.training();
    checkSameRows(training.all().keys(), data.validation().all().keys());
    HeldOut heldOut = HeldOut.of(data, terms);
    TrainingPairs pairs = TrainingPairs.of(training, terms);
    Attempt attempt = new Attempt(options, kernels, context, pairs, heldOut, metrics);
    Outcome outcome = attempt.run("train", first, start, progress);
    if (attempt.collapsed() && again && options.initDeviation() < RESTART_DEVIATION) {
      metrics.put("restarts", 1.0);
      attempt = new Attempt(
          options.withInitDeviation(RESTART_DEVIATION), kernels, context, pairs, heldOut, metrics);
      outcome = attempt.run("train again", first, start, progress);
    }
    return outcome;
  }

  /** Refuses validation over other users or items than training. */
  public static void checkSameRows(EntityKeys training, EntityKeys validation) {
    if (training.userCount() != validation.userCount()
        || training.itemCount() != validation.itemCount()) {
      throw OptionValues.refusal(
          "validation is over %d users and %d items, training over %d and %d".formatted(
              validation.userCount(), validation.itemCount(), training.userCount(),
              training.itemCount()));
    }
  }

  /** Leaves the thread's interrupt for the host to see. */
  public static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginException(PluginException.Kind.CANCELLED, "training was interrupted");
    }
  }
}
