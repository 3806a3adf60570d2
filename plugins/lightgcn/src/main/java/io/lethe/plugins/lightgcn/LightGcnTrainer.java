package io.lethe.plugins.lightgcn;

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
import io.lethe.training.polish.NewtonPolish;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam with early stopping, then, if asked to, to a stationary point. */
final class LightGcnTrainer implements WarmStartTrainer {

  private final LightGcnOptions options;
  private final long seed;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();

  LightGcnTrainer(LightGcnOptions options, long seed, PluginContext context) {
    this.options = options;
    this.seed = seed;
    this.context = context;
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    return train(
        used -> options.with(used).spread().first(used, false, data, seed), true, data, progress);
  }

  @Override
  public TrainedModel trainFrom(
      RecommenderModel start, TrainingData data, Consumer<TrainingProgress> progress) {
    if (!(start instanceof LightGcnModel model)) {
      throw OptionValues.refusal("the model to start from is not of plugin lightgcn");
    }
    FactorTables tables = FactorTables.copyOf(model.layer0(), false);
    tables.checkShape(options.common(), false, data.training().all().keys());
    return train(used -> tables, false, data, progress);
  }

  private TrainedModel train(
      Descent.First first, boolean again, TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    Map<String, Double> metrics = new HashMap<>();
    LightGcnOptions resolved = options.with(options.common().resolved(data.training()));
    Architecture architecture = architecture(resolved);
    ViewGraph graph = ViewGraph.of(architecture, data.training(), null);
    Descent.Outcome outcome = new Descent(resolved.common(), architecture.terms(), kernels, context)
        .run(
            data, first, again,
            (trained, schedule, team) -> new PropagatedAdam(
                kernels, team, resolved.common(), graph.propagation(), trained, schedule),
            progress, metrics);
    LogisticModel model = LightGcnModel.of(architecture, graph, outcome.tables().paged());
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

  private Architecture architecture(LightGcnOptions resolved) {
    return new Architecture(
        resolved.shape(seed), resolved.layers(), kernels,
        new Workers(context.executor(), context.parallelism()));
  }
}
