package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingProgress;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningState;
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
   * Trains from scratch; the same arguments give the same bits.
   *
   * @param progress told after every epoch, on the thread that trains
   * @throws LetheException of kind {@code OPTION_INVALID}, {@code CANCELLED} (the calling thread was
   *     interrupted) or {@code VERIFICATION_FAILED} (not finite), {@code PLUGIN_FAILED}; {@code ARGUMENT_INVALID} without any interaction
   */
  public Trained train(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config,
      Consumer<TrainingProgress> progress) {
    if (data.trained().size() == 0) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "0 interactions to train on; at least 1 is needed",
          Map.of("field", "model"));
    }
    TrainedModel trained = guard.train(plugin, () -> {
      TrainedModel result = plugin.trainer(config, context).train(data.trainingData(), progress);
      TrainedShape.check(plugin, result.model(), data);
      return result;
    });
    UnlearningState state = trained.model() instanceof DifferentiableModel differentiable
        ? prepare(plugin, differentiable, data, config.seed())
        : null;
    return new Trained(
        new VersionContent(plugin, trained.model(), data, state), trained.effective(),
        trained.metrics());
  }

  private @Nullable UnlearningState prepare(
      RecommenderPlugin plugin, DifferentiableModel model, VersionData data, long seed) {
    return guard
        .solve(plugin, () -> unlearner.prepare(model, data.trained(), data.heldOut(), seed));
  }
}
