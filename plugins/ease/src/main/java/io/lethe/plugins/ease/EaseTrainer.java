package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.ValueRange;
import io.lethe.training.ranking.HeldOutRanking;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Factorizes once for a given lambda, or a few times to choose it. Takes no part in chance: no seed. */
final class EaseTrainer implements ModelTrainer {

  /**
   * Items that the search for lambda factorizes. The best lambda is the same for the most frequent items
   * as for all (README, figures), and a factorization costs the third power.
   */
  private static final int SEARCH_ITEMS_MAX = 2000;

  /**
   * NDCG at 50 of all that was held out: a tenth of the data holds few interactions per user, and a
   * choice by the ten best items, or by high values alone, follows its noise.
   */
  private static final HeldOutRanking.Rule SEARCHED_FOR = new HeldOutRanking.Rule(
      50, 5000, Float.NEGATIVE_INFINITY);

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
    Fit fit = new Fit(data, rule, progress);
    float lambda = options.lambda().orElseGet(fit::searched);
    Histories histories = Histories.of(data.training(), rule);
    EaseModel model = fit.fitted(histories, lambda);
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("lambda", (double) model.lambda());
    metrics.put("factorized-by-nd4j", fit.byNd4j ? 1.0 : 0.0);
    metrics.put("loss", model.objective() / histories.size());
    metrics.put("residual", model.residual(new int[0]));
    if (fit.trials > 0) {
      metrics.put("validation-ndcg", fit.ndcg);
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
        ValueRange range = ValueRange.of(training);
        float low = options.low().orElse(range.low());
        float high = options.high().orElse(range.high());
        if (low > high) {
          throw OptionValues.refusal(
              "value-low = %s is above value-high = %s, as given or as the data has it"
                  .formatted(low, high));
        }
        yield new WeightRule(low, high);
      }
    };
  }

  /** The factorizations of one training. */
  private final class Fit {

    private final TrainingData data;
    private final WeightRule rule;
    private final Consumer<TrainingProgress> progress;
    private final Pace pace = new Pace(context.clock());
    private int trials;
    private double ndcg;
    private boolean byNd4j;

    Fit(TrainingData data, WeightRule rule, Consumer<TrainingProgress> progress) {
      this.data = data;
      this.rule = rule;
      this.progress = progress;
    }

    /** The lambda that serves held-out interactions best, looked for on the most frequent items. */
    float searched() {
      FrequentItems items = FrequentItems.of(data.training(), SEARCH_ITEMS_MAX);
      HeldOutRanking ranking = HeldOutRanking.of(items.in(data.validation()), SEARCHED_FOR);
      if (ranking.isEmpty()) {
        return EaseOptions.LAMBDA_DEFAULT;
      }
      Histories histories = Histories.of(items.in(data.training()), rule);
      return new LambdaSearch(lambda -> {
        trials++;
        EaseModel model = factorized(histories, (float) lambda);
        double found = ranking
            .ndcg(model::topItems, user -> histories.of(user).distinct().ownItems(), this::onAll);
        ndcg = Math.max(ndcg, found);
        tell("search", model, found, trials, LambdaSearch.TRIALS_MAX);
        return found;
      }).best();
    }

    private void onAll(int chunks, IntConsumer work) {
      workers.run(chunks, 1, (from, to) -> IntStream.range(from, to).forEach(work));
    }

    EaseModel fitted(Histories histories, float lambda) {
      EaseModel model = factorized(histories, lambda);
      tell("fit", model, Double.NaN, 1, 1);
      return model;
    }

    private EaseModel factorized(Histories histories, float lambda) {
      Factorizer.Factorized factorized = factorizer.factorized(histories, lambda);
      byNd4j = factorized.byNd4j();
      return new EaseModel(factorized.inverse(), histories, rule, lambda, kernels, factorizer);
    }

    private void tell(String phase, EaseModel model, double measured, int step, int of) {
      pace.lap();
      progress.accept(
          new TrainingProgress(
              phase, step, of, model.objective() / model.histories().size(), Double.NaN, measured,
              pace.remaining(of - step)));
    }
  }
}
