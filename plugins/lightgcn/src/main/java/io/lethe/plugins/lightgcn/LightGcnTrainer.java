package io.lethe.plugins.lightgcn;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
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
import io.lethe.training.polish.NewtonPolish;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam with early stopping, then, if asked to, to a stationary point. */
final class LightGcnTrainer implements WarmStartTrainer {

  private final LightGcnOptions options;
  private final Architecture architecture;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();

  LightGcnTrainer(LightGcnOptions options, long seed, PluginContext context) {
    this.options = options;
    this.context = context;
    this.architecture = new Architecture(
        options.shape(seed), options.layers(), kernels,
        new Workers(context.executor(), context.parallelism()));
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant now = context.clock().instant();
    FactorTables fresh = FactorTables.fresh(
        options.common(), false, data.training().all().keys(),
        architecture.shape().terms().random());
    return train(now, fresh, data, progress);
  }

  @Override
  public TrainedModel trainFrom(
      RecommenderModel start, TrainingData data, Consumer<TrainingProgress> progress) {
    Instant now = context.clock().instant();
    if (!(start instanceof LightGcnModel model)) {
      throw OptionValues.refusal("the model to start from is not of plugin lightgcn");
    }
    PairTables layer0 = model.layer0();
    FactorTables tables = FactorTables.copyOf(layer0, false);
    tables.checkShape(options.common(), false, data.training().all().keys());
    return train(now, tables, data, progress);
  }

  private TrainedModel train(
      Instant start, FactorTables tables, TrainingData data, Consumer<TrainingProgress> progress) {
    Map<String, Double> metrics = new HashMap<>();
    Propagation propagation = architecture.propagation(data.training());
    FactorTables best = new Descent(
        options.common(), architecture.shape().terms(), kernels, context).run(
            data, tables,
            (trained, schedule, team) -> new PropagatedAdam(
                kernels, team, options.common(), propagation, trained, schedule),
            progress, metrics);
    LogisticModel model = LightGcnModel.of(architecture, propagation, best.paged());
    NewtonPolish polish = new NewtonPolish(options.common(), kernels, context, data.training());
    if (options.common().mode() == Mode.CONVERGED) {
      model = polish.run(model, progress, metrics);
    }
    metrics.putAll(polish.stationarity(model));
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    return new TrainedModel(model, options.effective(data.training().size()), metrics);
  }
}
