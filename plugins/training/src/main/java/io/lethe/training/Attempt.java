package io.lethe.training;

import io.lethe.kernels.Kernels;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingProgress;
import java.util.Map;
import java.util.function.Consumer;

/** One training from first parameters to the best epoch. Used once. */
final class Attempt {

  private final TrainingOptions options;
  private final Kernels kernels;
  private final PluginContext context;
  private final TrainingPairs pairs;
  private final HeldOut heldOut;
  private final Map<String, Double> metrics;
  private HeldOut.Verdict verdict = new HeldOut.Verdict(Double.NaN, Double.NaN, 0);

  /** An attempt over terms; its metrics take the place of an earlier one's. */
  Attempt(
      TrainingOptions options, Kernels kernels, PluginContext context, TrainingPairs pairs,
      HeldOut heldOut, Map<String, Double> metrics) {
    this.options = options;
    this.kernels = kernels;
    this.context = context;
    this.pairs = pairs;
    this.heldOut = heldOut;
    this.metrics = metrics;
  }

  /** Whether the best epoch recommends what is popular and gains nothing over it. */
  boolean collapsed() {
    return heldOut.collapsed(verdict);
  }

  Descent.Outcome run(
      String phase, Descent.First first, Descent.Start start, Consumer<TrainingProgress> progress) {
    FactorTables tables = first.with(options);
    int sampled = pairs.ring() == null ? 0 : options.negatives();
    EpochSchedule schedule = new EpochSchedule(pairs, sampled, options.batchesFor(pairs.size()));
    BestEpoch best = new BestEpoch(options.patience(), heldOut.plateau());
    try (WorkTeam team = new WorkTeam(context.executor(), context.parallelism())) {
      Descent.Epochs epochs = start.on(tables, schedule, team);
      Pace pace = new Pace(context.clock());
      HelpTrial trial = new HelpTrial();
      int done = 0;
      int judged = 0;
      HeldOut.Verdict now = verdict;
      boolean over = false;
      while (!over) {
        team.shareWithHelpers(trial.helped(done));
        double loss = epochs.run(done, Descent::checkInterrupt);
        trial.took(done, pace.sinceLap());
        done++;
        checkFinite(loss, done);
        over = done == options.epochsMax();
        if (over || best.asks(done)) {
          now = heldOut.judge(kernels, team, epochs.scored());
          judged = done;
          best.offer(done, now, tables);
          over |= best.stop(done);
        }
        metrics.put("loss", loss);
        pace.lap();
        progress.accept(
            new TrainingProgress(
                phase, done, options.epochsMax(), loss, now.auc(), now.ndcg(), judged,
                pace.remaining(options.epochsMax() - done)));
      }
      metrics.put("epochs", (double) done);
    }
    verdict = best.verdict();
    tell(best);
    return new Descent.Outcome(
        best.tables(), options, pairs.size(), best.epoch(), !Double.isNaN(verdict.goodness()));
  }

  private void tell(BestEpoch best) {
    metrics.put("best-epoch", (double) best.epoch());
    metrics.put("validation-auc", verdict.auc());
    if (!Double.isNaN(verdict.ndcg())) {
      metrics.put("validation-ndcg", verdict.ndcg());
      metrics.put("popularity-ndcg", heldOut.popularity());
      metrics.putIfAbsent("restarts", 0.0);
      metrics.put("collapsed", collapsed() ? 1.0 : 0.0);
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
}
