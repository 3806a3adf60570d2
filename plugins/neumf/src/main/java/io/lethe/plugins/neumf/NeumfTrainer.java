package io.lethe.plugins.neumf;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.spi.WarmStartTrainer;
import io.lethe.training.Descent;
import io.lethe.training.EpochSchedule;
import io.lethe.training.OptionValues;
import io.lethe.training.Pace;
import io.lethe.training.TrainingPairs;
import io.lethe.training.objective.LossTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Trains by Adam with early stopping; gradients come from the network. */
final class NeumfTrainer implements WarmStartTrainer {

  private final NeumfOptions options;
  private final long seed;
  /** Of the network; its terms are only known when the data are. */
  private final NeumfShape shape;
  private final Networks networks;
  private final PluginContext context;
  private final Kernels kernels = Kernels.fastest();

  NeumfTrainer(NeumfOptions options, long seed, Networks networks, PluginContext context) {
    this.options = options;
    this.seed = seed;
    this.shape = options.shape(seed);
    this.networks = networks;
    this.context = context;
  }

  @Override
  public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    TrainedArrays fresh = TrainedArrays.fresh(
        shape.network(), data.training().all().keys(), options.common().initDeviation(),
        shape.terms().random());
    return train(start, fresh, data, progress);
  }

  @Override
  public TrainedModel trainFrom(
      RecommenderModel from, TrainingData data, Consumer<TrainingProgress> progress) {
    Instant start = context.clock().instant();
    EntityKeys keys = data.training().all().keys();
    if (!(from instanceof NeumfModel model) || !model.shape().network().equals(shape.network())
        || model.userCount() != keys.userCount() || model.itemCount() != keys.itemCount()) {
      throw OptionValues.refusal(
          "the model to start from is no neumf model with factors = %d, layers = %s over"
              .formatted(shape.factors(), NeumfOptions.text(shape.hidden()))
              + " %d users and %d items".formatted(keys.userCount(), keys.itemCount()));
    }
    return train(start, TrainedArrays.copyOf(shape.network(), model.parameters()), data, progress);
  }

  private TrainedModel train(
      Instant start, TrainedArrays arrays, TrainingData data, Consumer<TrainingProgress> progress) {
    Map<String, Double> metrics = new HashMap<>();
    Descent.checkInterrupt();
    NeumfOptions resolved = options.with(options.common().resolved(data.training()));
    LossTerms terms = resolved.shape(seed).terms();
    TrainingPairs pairs = TrainingPairs.of(data.training(), terms);
    Network network = networks.of(shape);
    BestArrays best = descend(network, arrays, data, terms, pairs, progress, metrics);
    metrics.put("best-epoch", (double) best.epoch());
    metrics.put("validation-auc", best.auc());
    NeumfModel model = new NeumfModel(resolved.shape(seed), network, best.arrays().paged());
    metrics.put("gradient-norm", gradientNorm(model, data.training()));
    metrics.put("seconds", Pace.seconds(Duration.between(start, context.clock().instant())));
    Map<String, String> effective = resolved.effective(pairs.size());
    boolean chosen = !Double.isNaN(best.auc());
    return new TrainedModel(
        model, effective, options.common().finalFit(effective, best.epoch(), chosen), metrics);
  }

  private BestArrays descend(
      Network network, TrainedArrays arrays, TrainingData data, LossTerms terms,
      TrainingPairs pairs, Consumer<TrainingProgress> progress, Map<String, Double> metrics) {
    InteractionView training = data.training();
    EntityKeys keys = training.all().keys();
    Descent.checkSameRows(keys, data.validation().all().keys());
    EpochSchedule schedule = new EpochSchedule(
        pairs, terms.sampled(), options.common().batchesFor(pairs.size()));
    EpochColumns columns = new EpochColumns(schedule, keys.userCount(), keys.itemCount());
    NetworkAdam adam = new NetworkAdam(
        kernels, network, options.shape(seed).groupLoss(), options, arrays, columns);
    ValidationTerms validation = new ValidationTerms(data.validation(), terms);
    BestArrays best = new BestArrays(options.common().patience(), arrays);
    Pace pace = new Pace(context.clock());
    int epochsMax = options.common().epochsMax();
    int done = 0;
    while (done < epochsMax && !best.stop(done)) {
      double loss = adam.run(done, Descent::checkInterrupt);
      done++;
      checkFinite(loss, done);
      double auc = validation.auc(shape, arrays);
      best.offer(done, auc, arrays);
      metrics.put("loss", loss);
      metrics.put("epochs", (double) done);
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "train", done, epochsMax, loss, auc, pace.remaining(epochsMax - done)));
    }
    return best;
  }

  private void checkFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "the loss is %s after epoch %d with learning-rate = %s and init-deviation = %s".formatted(
              loss, epoch, options.common().learningRate(), options.common().initDeviation()));
    }
  }

  /** Of the whole objective, L2 included. */
  private static double gradientNorm(NeumfModel model, InteractionView training) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] gradient = new float[all.length()];
    float[] parameters = new float[all.length()];
    model.on(training).gradient(all, gradient);
    model.parameters(all, parameters);
    double squares = 0;
    for (int k = 0; k < gradient.length; k++) {
      double whole = gradient[k] + (double) model.l2() * parameters[k];
      squares += whole * whole;
    }
    return Math.sqrt(squares);
  }
}
