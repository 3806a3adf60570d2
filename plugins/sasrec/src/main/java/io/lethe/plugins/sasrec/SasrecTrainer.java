package io.lethe.plugins.sasrec;

import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.Descent;
import io.lethe.training.Pace;
import io.lethe.training.negatives.NegativeRing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam on minibatches of users, until what came next is foretold no better. */
final class SasrecTrainer implements ModelTrainer {

  private final SasrecOptions options;
  private final long seed;
  private final PluginContext context;

  SasrecTrainer(SasrecOptions options, long seed, PluginContext context) {
    this.options = options;
    this.seed = seed;
    this.context = context;
  }

  /** Where a training ended. */
  private record Outcome(Numbers best, int epoch, double ndcg) {}

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    Descent.checkInterrupt();
    InteractionView training = data.training();
    Descent.checkSameRows(training.all().keys(), data.validation().all().keys());
    SasrecOptions resolved = options.with(options.common().resolved(training));
    SasrecShape shape = resolved.shape(seed);
    Sequences histories = Sequences.of(training, shape.terms());
    NegativeRing ring = shape.terms().ring(training.all().keys());
    Workers workers = new Workers(context.executor(), context.parallelism());
    Map<String, Double> metrics = new HashMap<>();
    TermLists lists = new TermLists(shape.terms(), histories, ring);
    Outcome outcome = descend(
        new NextItems(shape, lists.choices(), data.validation(), workers),
        new SasrecEpochs(resolved, shape, histories, lists, workers), progress, metrics);
    SasrecModel model = new SasrecModel(
        shape, Tables.of(shape, outcome.best()), histories, ring, workers);
    metrics.put("best-epoch", (double) outcome.epoch());
    metrics.put("validation-ndcg", outcome.ndcg());
    metrics.put("gradient-norm", model.gradientNorm(training));
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    Map<String, String> effective = resolved.effective(histories.size());
    boolean chosen = !Double.isNaN(outcome.ndcg());
    return new TrainedModel(
        model, effective, options.common().finalFit(effective, outcome.epoch(), chosen), metrics);
  }

  private Outcome descend(
      NextItems heldOut, SasrecEpochs epochs, Consumer<TrainingProgress> progress,
      Map<String, Double> metrics) {
    Pace pace = new Pace(context.clock());
    int most = options.common().epochsMax();
    Outcome best = new Outcome(epochs.at().copy(), 0, Double.NaN);
    int done = 0;
    while (done < most && done - best.epoch() < options.common().patience()) {
      double loss = epochs.run(done);
      done++;
      checkFinite(loss, done);
      double ndcg = heldOut.ndcg(epochs.at());
      // Without held-out interactions, the last epoch is as good as any.
      if (!(ndcg <= best.ndcg())) {
        best = new Outcome(epochs.at().copy(), done, ndcg);
      }
      metrics.put("loss", loss);
      metrics.put("epochs", (double) done);
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "train", done, most, loss, Double.NaN, ndcg, pace.remaining(most - done)));
    }
    return best;
  }

  private void checkFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "the loss is %s after epoch %d with learning-rate = %s and init-deviation = %s".formatted(
              loss, epoch, options.common().learningRate(), options.common().initDeviation()));
    }
  }
}
