package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.spi.DataShape;
import io.lethe.spi.Interactions;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Factorizes once for a given lambda, or a few times to choose it. Takes no part in chance: no seed. */
final class EaseTrainer implements ModelTrainer {

  private final EaseOptions options;
  private final PluginContext context;
  private final MemoryBound bound;
  private final Kernels kernels = Kernels.fastest();
  private final Workers workers;
  private final Factorizer factorizer;

  EaseTrainer(EaseOptions options, PluginContext context, NativeCalls calls, MemoryBound bound) {
    this.options = options;
    this.context = context;
    this.bound = bound;
    this.workers = new Workers(context.executor(), context.parallelism());
    this.factorizer = Factorizer.of(calls, workers);
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    Interactions all = data.training().all();
    bound
        .refusal(
            new DataShape(all.keys().userCount(), all.keys().itemCount(), data.training().size()))
        .ifPresent(why -> {
          throw OptionValues.refusal(why);
        });
    Factorizer.checkInterrupt();
    WeightRule rule = rule(data.training());
    Histories histories = Histories.of(data.training(), rule);
    Ranking ranking = Ranking.of(data.validation());
    Fit fit = new Fit(histories, rule, ranking, progress);
    EaseModel model = options.lambda().isEmpty() && !ranking.isEmpty()
        ? fit.searched()
        : fit.fitted(options.lambda().orElse(EaseOptions.LAMBDA_DEFAULT), "fit", 1);
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("lambda", (double) model.lambda());
    metrics.put("factorized-by-nd4j", fit.byNd4j ? 1.0 : 0.0);
    metrics.put("loss", model.objective() / histories.size());
    metrics.put("residual", model.residual(new int[0]));
    if (!ranking.isEmpty()) {
      metrics.put("validation-ndcg", ranking.ndcg(model, histories, workers));
    }
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    Map<String, String> effective = options.resolved(model.lambda(), rule).texts();
    return new TrainedModel(
        model, effective, data.validation().size() == 0 ? Map.of() : effective, metrics);
  }

  private WeightRule rule(InteractionView training) {
    return switch (options.weights()) {
      case EQUAL -> WeightRule.EQUAL;
      case VALUES -> {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int position : training.positions()) {
          float value = training.all().value(position);
          if (!Float.isFinite(value)) {
            throw OptionValues.refusal(
                "a value is %s; weights=values needs finite values, weights=equal does not"
                    .formatted(value));
          }
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
        yield new WeightRule(options.low().orElse(least), options.high().orElse(most));
      }
    };
  }

  /** The factorizations of one training. */
  private final class Fit {

    private final Histories histories;
    private final WeightRule rule;
    private final Ranking ranking;
    private final Consumer<TrainingProgress> progress;
    private final Pace pace = new Pace(context.clock());
    private int trials;
    private boolean byNd4j;
    private @Nullable EaseModel last;

    Fit(
        Histories histories, WeightRule rule, Ranking ranking,
        Consumer<TrainingProgress> progress) {
      this.histories = histories;
      this.rule = rule;
      this.ranking = ranking;
      this.progress = progress;
    }

    EaseModel searched() {
      float best = new LambdaSearch(lambda -> {
        // What is no longer needed must go before the next one is made.
        last = null;
        trials++;
        EaseModel model = factorized((float) lambda);
        last = model;
        double ndcg = ranking.ndcg(model, histories, workers);
        tell("search", model, ndcg, LambdaSearch.TRIALS_MAX);
        return ndcg;
      }).best();
      EaseModel model = last;
      if (model != null && model.lambda() == best) {
        return model;
      }
      last = null;
      trials = 1;
      return fitted(best, "fit", 1);
    }

    EaseModel fitted(float lambda, String phase, int of) {
      EaseModel model = factorized(lambda);
      tell(phase, model, Double.NaN, of);
      return model;
    }

    private EaseModel factorized(float lambda) {
      Factorizer.Factorized factorized = factorizer.factorized(histories, lambda);
      byNd4j = factorized.byNd4j();
      return new EaseModel(factorized.inverse(), histories, rule, lambda, kernels, factorizer);
    }

    private void tell(String phase, EaseModel model, double ndcg, int of) {
      pace.lap();
      int epoch = Math.max(1, trials);
      progress.accept(
          new TrainingProgress(
              phase, epoch, of, model.objective() / histories.size(), Double.NaN, ndcg,
              pace.remaining(of - epoch)));
    }
  }
}
