package io.lethe.plugins.mf;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.spi.WarmStartTrainer;
import io.lethe.training.CoupledRandom;
import io.lethe.training.Descent;
import io.lethe.training.FactorTables;
import io.lethe.training.LogisticModel;
import io.lethe.training.Mode;
import io.lethe.training.ModelShape;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.ProductModel;
import io.lethe.training.TrainingOptions;
import io.lethe.training.TrainingPairs;
import io.lethe.training.polish.NewtonPolish;
import io.lethe.training.start.SpreadRows;
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
    return train(used -> first(used, data), true, data, progress);
  }

  private FactorTables first(TrainingOptions used, TrainingData data) {
    EntityKeys keys = data.training().all().keys();
    FactorTables tables = FactorTables.fresh(used, options.biases(), keys, new CoupledRandom(seed));
    int rounds = options.with(used).spread();
    if (rounds > 0) {
      TrainingPairs pairs = TrainingPairs.of(data.training(), used.terms(seed));
      new SpreadRows(pairs, used.factors()).spread(tables, rounds);
    }
    return tables;
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
    LogisticModel model = new ProductModel(shape, outcome.tables().paged(), kernels, workers);
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
