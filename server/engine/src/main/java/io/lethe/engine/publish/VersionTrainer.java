package io.lethe.engine.publish;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.check.RoundTrip;
import io.lethe.engine.check.SelfCheck;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ImportedVectors;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a version's content and prepares it to forget. Thread-safe. */
public final class VersionTrainer {

  private static final Logger LOG = LoggerFactory.getLogger(VersionTrainer.class);

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
   * @param progress told after every epoch and when work without epochs begins ({@code "measure"},
   *     {@code "check"}: 0 epochs of 0, no time left known), on the thread that trains
   * @throws LetheException as {@link #train}
   */
  public Trained trainToServe(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config, boolean finalFit,
      Consumer<TrainingProgress> progress) {
    Instant began = context.clock().instant();
    Choice choice = choose(plugin, data, config, finalFit, progress);
    if (choice.serving() != null) {
      return timed(began, choice.serving());
    }
    VersionData all = data.withAllTrained();
    TrainedModel last = fit(
        plugin, all, new TrainingConfig(config.seed(), choice.options()), progress);
    progress.accept(phase("check"));
    return timed(
        began,
        served(
            plugin, last, all, config.seed(), choice.state(),
            VersionMetrics.ofFinalFit(choice.metrics(), last)));
  }

  /** With the time of all of it: of every fit, what was measured of them, and the checks. */
  private Trained timed(Instant began, Trained trained) {
    Duration took = Duration.between(began, context.clock().instant());
    return new Trained(
        trained.content(), trained.effective(), VersionMetrics.took(trained.metrics(), took));
  }

  /** A phase that has no epochs, and whose length is not known. */
  private static TrainingProgress phase(String phase) {
    return new TrainingProgress(phase, 0, 0, Double.NaN, Double.NaN, Duration.ZERO);
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
    progress.accept(phase("measure"));
    Map<String, Double> metrics = measured(plugin, chosen, data);
    progress.accept(phase("check"));
    if (finalFit && !chosen.finalFit().isEmpty() && data.split().share() > 0) {
      UnlearningState state = prepared(plugin, chosen.model(), data, config.seed(), null);
      return new Choice(chosen.finalFit(), metrics, state, null);
    }
    return new Choice(
        Map.of(), metrics, null, served(plugin, chosen, data, config.seed(), null, metrics));
  }

  /**
   * Makes a version of vectors that were trained elsewhere. Nothing is held out: their training saw
   * all of it.
   *
   * @param data nothing of it held out
   * @param vectors of its users and items
   * @param progress told on the thread that works
   * @throws LetheException as {@link #train}
   */
  public Trained bringIn(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config, ImportedVectors vectors,
      Consumer<TrainingProgress> progress) {
    if (data.trained().size() == 0) {
      throw nothingToTrainOn();
    }
    Instant began = context.clock().instant();
    TrainingData brought = new TrainingData(data.trained(), data.heldOut(), Optional.of(vectors));
    TrainedModel model = fit(plugin, data, brought, config, progress);
    Map<String, Double> metrics = new HashMap<>(model.metrics());
    metrics.put(VersionMetrics.TRAINED_ELSEWHERE, 1.0);
    progress.accept(phase("check"));
    Trained served = timed(began, served(plugin, model, data, config.seed(), null, metrics));
    if (served.content().unlearning() == null) {
      throw new LetheException(
          ErrorKind.VERIFICATION_FAILED,
          "the model could never forget: it is not trained here, and %s".formatted(
              SelfCheck.refusalOf(served.metrics()).orElse("cannot be updated by influence")),
          Map.of("plugin", plugin.name()));
    }
    return served;
  }

  /**
   * Trains from scratch; the same arguments give the same bits.
   *
   * @param calibrated state of a version of the same family whose training held interactions out,
   *     for a training that holds none out; null for none
   * @throws LetheException of kind {@code OPTION_INVALID}, {@code CANCELLED} (the calling thread
   *     was interrupted) or {@code VERIFICATION_FAILED} (not finite, or not the same after it was saved
   *     and loaded), {@code PLUGIN_FAILED}; {@code
   *     ARGUMENT_INVALID} without any interaction
   */
  public Trained train(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config,
      @Nullable UnlearningState calibrated) {
    Instant began = context.clock().instant();
    TrainedModel trained = fit(plugin, data, config, progress -> {});
    return timed(
        began,
        served(plugin, trained, data, config.seed(), calibrated, measured(plugin, trained, data)));
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
    requireTrainedHere(plugin);
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

  /** Vectors that were trained on what is to go are no training without it. */
  private static void requireTrainedHere(RecommenderPlugin plugin) {
    if (plugin.trainedElsewhere()) {
      throw new LetheException(
          ErrorKind.RETRAINING_ELSEWHERE,
          "models of plugin %s are trained elsewhere, and never here".formatted(plugin.name()),
          Map.of("plugin", plugin.name()));
    }
  }

  private static LetheException nothingToTrainOn() {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, "0 interactions to train on; at least 1 is needed",
        Map.of("field", "model"));
  }

  private Map<String, Double> measured(
      RecommenderPlugin plugin, TrainedModel trained, VersionData data) {
    Map<String, Double> metrics = new HashMap<>(trained.metrics());
    metrics.putAll(guard.solve(plugin, () -> HeldOutQuality.of(trained.model(), data)));
    return metrics;
  }

  /** A version that may answer: it can be loaded again, and forgets by influence only if it may. */
  private Trained served(
      RecommenderPlugin plugin, TrainedModel trained, VersionData data, long seed,
      @Nullable UnlearningState calibrated, Map<String, Double> metrics) {
    RecommenderModel model = trained.model();
    boolean _ = guard.solve(plugin, () -> {
      RoundTrip.check(plugin, model, data.trained(), context);
      return true;
    });
    Map<String, Double> all = new HashMap<>(metrics);
    all.keySet().removeIf(SelfCheck::isMetric);
    Optional<SelfCheck> check = checked(plugin, model, data, seed);
    check.ifPresent(found -> all.putAll(found.metrics()));
    UnlearningState state = check.filter(SelfCheck::passed).isPresent()
        ? prepared(plugin, model, data, seed, calibrated)
        : null;
    return new Trained(
        new VersionContent(plugin, model, data, state), trained.effective(), Map.copyOf(all));
  }

  /** Empty for a model that does not forget by influence. */
  private Optional<SelfCheck> checked(
      RecommenderPlugin plugin, RecommenderModel model, VersionData data, long seed) {
    return influenced(model).map(differentiable -> {
      SelfCheck check = guard
          .solve(plugin, () -> SelfCheck.of(differentiable, data.trained(), seed));
      check.broken()
          .ifPresent(
              broken -> LOG.warn(
                  "the self-check of a model of plugin {} failed, so that erasures retrain it: {}",
                  plugin.name(), broken.textWithoutRow()));
      return check;
    });
  }

  /** A model that refits itself needs no influence update. */
  private static Optional<DifferentiableModel> influenced(RecommenderModel model) {
    return model instanceof DifferentiableModel differentiable
        && !(model instanceof RefittableModel) ? Optional.of(differentiable) : Optional.empty();
  }

  private TrainedModel fit(
      RecommenderPlugin plugin, VersionData data, TrainingConfig config,
      Consumer<TrainingProgress> progress) {
    requireTrainedHere(plugin);
    if (data.trained().size() == 0) {
      throw nothingToTrainOn();
    }
    return fit(plugin, data, data.trainingData(), config, progress);
  }

  private TrainedModel fit(
      RecommenderPlugin plugin, VersionData data, TrainingData rows, TrainingConfig config,
      Consumer<TrainingProgress> progress) {
    return guard.train(plugin, () -> {
      TrainedModel result = plugin.trainer(config, context).train(rows, progress);
      TrainedShape.check(plugin, result.model(), data);
      return VersionMetrics
          .described(result, plugin.itemFeatures(config).isPresent(), rows.itemFeatures());
    });
  }

  private @Nullable UnlearningState prepared(
      RecommenderPlugin plugin, RecommenderModel model, VersionData data, long seed,
      @Nullable UnlearningState calibrated) {
    return influenced(model)
        .map(
            differentiable -> guard.solve(
                plugin,
                () -> calibrated != null && data.split().share() == 0
                    ? unlearner.prepare(differentiable, data.trained(), calibrated, seed)
                    : unlearner.prepare(differentiable, data.trained(), data.heldOut(), seed)))
        .orElse(null);
  }
}
