package io.lethe.plugins.mf;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.spi.WarmStartTrainer;
import io.lethe.training.Descent;
import io.lethe.training.FactorTables;
import io.lethe.training.LogisticModel;
import io.lethe.training.Mode;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.ProductModel;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.polish.NewtonPolish;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam with early stopping, then, if asked to, to a stationary point. */
final class MfTrainer implements WarmStartTrainer {

  private final MfOptions options;
  private final long seed;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();

  MfTrainer(MfOptions options, long seed, PluginContext context) {
    this.options = options;
    this.seed = seed;
    this.context = context;
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    return train(
        used -> options.with(used).spread().first(used, options.biases(), data, seed), true, data,
        progress);
  }

  @Override
  public TrainedModel trainFrom(
      RecommenderModel start, TrainingData data, Consumer<TrainingProgress> progress) {
    if (!(start instanceof ProductModel model)) {
      throw OptionValues.refusal("the model to start from is not of plugin mf");
    }
    FactorTables tables = FactorTables.copyOf(model.tables(), model.shape().biases());
    tables.checkShape(options.common(), options.biases(), data.training().all().keys());
    return train(used -> tables, false, data, progress);
  }

  private TrainedModel train(
      Descent.First first, boolean again, TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    Map<String, Double> metrics = new HashMap<>();
    MfOptions resolved = options.with(options.common().resolved(data.training()));
    ModelShape shape = resolved.shape(seed);
    Descent.Outcome outcome = new Descent(resolved.common(), shape.terms(), kernels, context).run(
        data, first, again,
        (trained, schedule, team) -> new MinibatchAdam(kernels, team, resolved, trained, schedule),
        progress, metrics);
    Workers workers = new Workers(context.executor(), context.parallelism());
    LogisticModel model = new ProductModel(
        shape, outcome.tables().paged(), data.training().all().keys(), kernels, workers);
    NewtonPolish polish = new NewtonPolish(outcome.options(), kernels, context, data.training());
    if (outcome.options().mode() == Mode.CONVERGED) {
      model = polish.run(model, progress, metrics);
    }
    metrics.putAll(polish.stationarity(model));
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    Map<String, String> effective = resolved.with(outcome.options())
        .effective(outcome.interactions());
    return new TrainedModel(
        model, effective,
        options.common().finalFit(effective, outcome.bestEpoch(), outcome.chosen()), metrics);
  }
}
