package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Trains a version's content and prepares it to forget. Thread-safe. */
public final class VersionTrainer {

  private final InfluenceUnlearner unlearner;
  private final PluginContext context;
  private final PluginGuard guard;

  /**
   * A trainer.
   *
   * @param guard of trainings and what follows them
   */
  public VersionTrainer(InfluenceUnlearner unlearner, PluginContext context, PluginGuard guard) {
    this.unlearner = unlearner;
    this.context = context;
    this.guard = guard;
  }

  /**
   * A trained version.
   *
   * @param effective every training option as it was used
   * @param metrics numbers about the run, as the plugin names them
   */
  public record Trained(
      VersionContent content, Map<String, String> effective, Map<String, Double> metrics) {}

  /**
   * Trains the model that shall serve. Where held-out interactions chose something (the best epoch,
   * a penalty), a second training follows with that choice, on all interactions; what the first one
   * can tell of its quality goes along in the metrics.
   *
   * @param finalFit whether to do so; else the model of the first training serves
   * @param progress told after every epoch, on the thread that trains
   * @throws LetheException as {@link #train}
   */
  public Trained trainToServe(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config, boolean finalFit,
      Consumer<TrainingProgress> progress) {
    Choice choice = choose(plugin, data, config, finalFit, progress);
    if (choice.serving() != null) {
      return choice.serving();
    }
    VersionData all = data.withAllTrained();
    TrainedModel last = fit(
        plugin, all, new TrainingConfig(config.seed(), choice.options()), progress);
    UnlearningState state = prepared(plugin, last.model(), all, config.seed(), choice.state());
    return new Trained(
        new VersionContent(plugin, last.model(), all, state), last.effective(),
        VersionMetrics.ofFinalFit(choice.metrics(), last));
  }

  /**
   * What a training with held-out interactions leaves to the final fit; the model itself is not
   * part of it, so that it is not held in memory beside the next one.
   *
   * @param serving that training's own outcome, where it is to serve; else null
   */
  private record Choice(
      Map<String, String> options, Map<String, Double> metrics, @Nullable UnlearningState state,
      @Nullable Trained serving) {}

  private Choice choose(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config, boolean finalFit,
      Consumer<TrainingProgress> progress) {
    TrainedModel chosen = fit(plugin, data, config, progress);
    Trained measured = measured(plugin, chosen, data, config.seed(), null);
    boolean last = finalFit && !chosen.finalFit().isEmpty() && data.split().share() > 0;
    return new Choice(
        chosen.finalFit(), measured.metrics(), measured.content().unlearning(),
        last ? null : measured);
  }

  /**
   * Trains from scratch; the same arguments give the same bits.
   *
   * @param calibrated state of a version of the same family whose training held interactions out,
   *     for a training that holds none out; null for none
   * @throws LetheException of kind {@code OPTION_INVALID}, {@code CANCELLED} (the calling thread
   *     was interrupted) or {@code VERIFICATION_FAILED} (not finite), {@code PLUGIN_FAILED}; {@code
   *     ARGUMENT_INVALID} without any interaction
   */
  public Trained train(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config,
      @Nullable UnlearningState calibrated) {
    TrainedModel trained = fit(plugin, data, config, progress -> {});
    return measured(plugin, trained, data, config.seed(), calibrated);
  }

  /**
   * Trains as {@link #train} does, without some of the interactions: a model to compare with, which
   * is not prepared to forget.
   *
   * @param positions trained positions of the data, distinct, any order
   * @throws LetheException as {@link #train}
   */
  public RecommenderModel trainWithout(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config, int[] positions) {
    if (data.trained().size() == positions.length) {
      throw nothingToTrainOn();
    }
    TrainingData rows = new TrainingData(data.trained().without(positions), data.heldOut());
    return guard.train(plugin, () -> {
      RecommenderModel model = plugin.trainer(config, context).train(rows, progress -> {}).model();
      TrainedShape.check(plugin, model, data);
      return model;
    });
  }

  private static LetheException nothingToTrainOn() {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, "0 interactions to train on; at least 1 is needed",
        Map.of("field", "model"));
  }

  private Trained measured(
      RecommenderPlugin plugin, TrainedModel trained, VersionData data, long seed,
      @Nullable UnlearningState calibrated) {
    Map<String, Double> metrics = new HashMap<>(trained.metrics());
    metrics.putAll(guard.solve(plugin, () -> HeldOutQuality.of(trained.model(), data)));
    UnlearningState state = prepared(plugin, trained.model(), data, seed, calibrated);
    return new Trained(
        new VersionContent(plugin, trained.model(), data, state), trained.effective(), metrics);
  }

  private TrainedModel fit(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config,
      Consumer<TrainingProgress> progress) {
    if (data.trained().size() == 0) {
      throw nothingToTrainOn();
    }
    return guard.train(plugin, () -> {
      TrainedModel result = plugin.trainer(config, context).train(data.trainingData(), progress);
      TrainedShape.check(plugin, result.model(), data);
      return result;
    });
  }

  /** A model that refits itself needs no state for an influence update. */
  private @Nullable UnlearningState prepared(
      RecommenderPlugin plugin, RecommenderModel model, VersionData data, long seed,
      @Nullable UnlearningState calibrated) {
    if (!(model instanceof DifferentiableModel differentiable)
        || model instanceof RefittableModel) {
      return null;
    }
    return guard.solve(
        plugin,
        () -> calibrated != null && data.split().share() == 0
            ? unlearner.prepare(differentiable, data.trained(), calibrated, seed)
            : unlearner.prepare(differentiable, data.trained(), data.heldOut(), seed));
  }
}
