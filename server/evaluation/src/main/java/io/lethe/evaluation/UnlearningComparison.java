package io.lethe.evaluation;

import io.lethe.evaluation.ComparedModel.Difference;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Removal;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningOutcome;
import io.lethe.unlearning.UnlearningReport;
import io.lethe.unlearning.UnlearningState;
import io.lethe.unlearning.UnlearningTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Compares unlearning with what it stands for: training again without the forgotten interactions,
 * coupled to the original run (same seed, same effective options), and beside it the noise floor:
 * the same retraining with another seed. Confined to one call at a time.
 */
public final class UnlearningComparison {

  private static final double NANOS_PER_MILLI = 1e6;

  private final RecommenderPlugin plugin;
  private final PluginContext context;
  private final InfluenceUnlearner unlearner;
  private final LongSupplier nanoClock;
  private final int warmUps;

  /**
   * A comparison.
   *
   * @param warmUps unlearnings before the timed one, to see warm code
   */
  public UnlearningComparison(
      RecommenderPlugin plugin, PluginContext context, InfluenceUnlearner unlearner,
      LongSupplier nanoClock, int warmUps) {
    this.plugin = plugin;
    this.context = context;
    this.unlearner = unlearner;
    this.nanoClock = nanoClock;
    this.warmUps = warmUps;
  }

  /**
   * Trains three times and unlearns once.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if the plugin's models cannot be
   *     differentiated
   */
  public Comparison run(RemovalSplit split, TrainingConfig config) {
    Removal removal = split.removal();
    Timed<TrainedModel> original = train(split, removal.trained(), config);
    TrainingConfig coupled = new TrainingConfig(config.seed(), original.value().effective());
    Timed<TrainedModel> retrained = train(split, removal.retained(), coupled);
    TrainingConfig other = new TrainingConfig(config.seed() + 1, coupled.options());
    Timed<TrainedModel> otherSeed = train(split, removal.retained(), other);
    Unlearned unlearned = unlearn(split, removal, original.value().model(), config.seed());

    Judge judge = new Judge(split, original.value().model(), retrained.value().model());
    List<ComparedModel> models = new ArrayList<>();
    models.add(judge.judge("original", original.value().model(), original.millis()));
    models.add(judge.judge("retrained", retrained.value().model(), retrained.millis()));
    models.add(judge.judge("other seed", otherSeed.value().model(), otherSeed.millis()));
    models.add(judge.judge("unlearned", unlearned.model(), unlearned.millis()));
    return new Comparison(
        models, unlearned.state().damping(), unlearned.prepareMillis(), unlearned.report());
  }

  private Timed<TrainedModel> train(
      RemovalSplit split, InteractionView training, TrainingConfig config) {
    TrainingData data = new TrainingData(training, InteractionView.of(split.validation()));
    long began = nanoClock.getAsLong();
    TrainedModel model = plugin.trainer(config, context).train(data, progress -> {});
    return new Timed<>(model, millisSince(began));
  }

  private Unlearned unlearn(
      RemovalSplit split, Removal removal, RecommenderModel original, long seed) {
    if (!(original instanceof DifferentiableModel model)) {
      throw new PluginException(
          PluginException.Kind.INVALID_ARGUMENT,
          "models of plugin " + plugin.name() + " cannot be differentiated");
    }
    long began = nanoClock.getAsLong();
    UnlearningState state = unlearner
        .prepare(model, removal.trained(), InteractionView.of(split.validation()), seed);
    double prepareMillis = millisSince(began);
    UnlearningTask task = new UnlearningTask(model, state, removal, split.erased(), split.effort());
    for (int k = 0; k < warmUps; k++) {
      unlearner.unlearn(task);
    }
    began = nanoClock.getAsLong();
    UnlearningOutcome outcome = unlearner.unlearn(task);
    double millis = millisSince(began);
    return switch (outcome) {
      case UnlearningOutcome.Updated updated ->
        new Unlearned(updated.model(), state, updated.report(), millis, prepareMillis);
      case UnlearningOutcome.RetrainRequired required ->
        throw new IllegalStateException("no update passes: " + required);
      case UnlearningOutcome.NothingToForget nothing ->
        throw new IllegalArgumentException("the split has nothing to forget");
    };
  }

  private double millisSince(long began) {
    return (nanoClock.getAsLong() - began) / NANOS_PER_MILLI;
  }

  private record Timed<T>(T value, double millis) {}

  private record Unlearned(
      RecommenderModel model, UnlearningState state, UnlearningReport report, double millis,
      double prepareMillis) {}

  /** Holds what every model is compared with. */
  private static final class Judge {

    private final RemovalSplit split;
    private final Interactions forget;
    private final QualityMeter meter;
    private final double[] forgetTarget;
    private final double[] testTarget;
    private final Difference forgetScale;
    private final Difference testScale;

    Judge(RemovalSplit split, RecommenderModel original, RecommenderModel retrained) {
      this.split = split;
      this.forget = split.removal().forget();
      this.meter = new QualityMeter(
          split.removal().retained(), InteractionView.of(split.test()), split.threshold());
      this.forgetTarget = Predictions.of(retrained, forget);
      this.testTarget = Predictions.of(retrained, split.test());
      this.forgetScale = Predictions.difference(Predictions.of(original, forget), forgetTarget, 1);
      this.testScale = Predictions
          .difference(Predictions.of(original, split.test()), testTarget, 1);
    }

    ComparedModel judge(String name, RecommenderModel model, double millis) {
      double[] onForget = Predictions.of(model, forget);
      double[] onTest = Predictions.of(model, split.test());
      return new ComparedModel(
          name, meter.areaUnderCurve(model),
          Predictions.difference(onForget, forgetTarget, forgetScale.rms()),
          Predictions.difference(onTest, testTarget, testScale.rms()), labelProbability(onForget),
          millis);
    }

    private double labelProbability(double[] predictions) {
      double[] ofLabel = predictions.clone();
      for (int k = 0; k < ofLabel.length; k++) {
        ofLabel[k] = forget.value(k) > split.threshold() ? ofLabel[k] : 1 - ofLabel[k];
      }
      return Arrays.stream(ofLabel).average().orElse(Double.NaN);
    }
  }
}
