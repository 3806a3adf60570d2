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
import io.lethe.training.ModelShape;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.ProductModel;
import io.lethe.training.polish.NewtonPolish;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam with early stopping, then, if asked to, to a stationary point. */
final class MfTrainer implements WarmStartTrainer {

  private final MfOptions options;
  private final ModelShape shape;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();

  MfTrainer(MfOptions options, long seed, PluginContext context) {
    this.options = options;
    this.shape = options.shape(seed);
    this.context = context;
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    FactorTables fresh = FactorTables.fresh(
        options.common(), options.biases(), data.training().all().keys(), shape.terms().random());
    return train(start, fresh, data, progress);
  }

  @Override
  public TrainedModel trainFrom(
      RecommenderModel start, TrainingData data, Consumer<TrainingProgress> progress) {
    Instant now = context.clock().instant();
    if (!(start instanceof ProductModel model)) {
      throw OptionValues.refusal("the model to start from is not of plugin mf");
    }
    FactorTables tables = FactorTables.copyOf(model.tables(), model.shape().biases());
    tables.checkShape(options.common(), options.biases(), data.training().all().keys());
    return train(now, tables, data, progress);
  }

  private TrainedModel train(
      Instant start, FactorTables tables, TrainingData data, Consumer<TrainingProgress> progress) {
    Map<String, Double> metrics = new HashMap<>();
    FactorTables best = new Descent(options.common(), shape.terms(), kernels, context).run(
        data, tables,
        (trained, schedule, team) -> new MinibatchAdam(kernels, team, options, trained, schedule),
        progress, metrics);
    Workers workers = new Workers(context.executor(), context.parallelism());
    LogisticModel model = new ProductModel(shape, best.paged(), kernels, workers);
    NewtonPolish polish = new NewtonPolish(options.common(), kernels, context, data.training());
    if (options.common().mode() == Mode.CONVERGED) {
      model = polish.run(model, progress, metrics);
    }
    metrics.putAll(polish.stationarity(model));
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    return new TrainedModel(model, options.effective(data.training().size()), metrics);
  }
}
