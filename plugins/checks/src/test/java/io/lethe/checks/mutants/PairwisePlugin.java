package io.lethe.checks.mutants;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.TrainingProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Trains {@link PairwiseModel}s by gradient descent; a mutant changes what one of them says. */
public class PairwisePlugin implements RecommenderPlugin {

  private static final int WIDTH = 4;
  private static final float L2 = 0.3f;
  private static final int EPOCHS = 60;
  private static final double RATE = 0.05;

  private final Mutant mutant;

  /** Sound. */
  public PairwisePlugin() {
    this(Mutant.NONE);
  }

  /** With one line changed. */
  public PairwisePlugin(Mutant mutant) {
    this.mutant = mutant;
  }

  @Override
  public String name() {
    return "pairwise";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String description() {
    return "Matrix factorization by pairs of items.";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    if (!config.options().isEmpty() && mutant != Mutant.OPTIONS_IGNORED) {
      throw new PluginException(
          PluginException.Kind.INVALID_ARGUMENT, "there is no option " + config.options().keySet());
    }
    long seed = mutant == Mutant.UNREPEATABLE ? config.seed() ^ System.nanoTime() : config.seed();
    return (data, progress) -> train(seed, data, progress);
  }

  private TrainedModel train(long seed, TrainingData data, Consumer<TrainingProgress> progress) {
    EntityKeys keys = data.training().all().keys();
    PairwiseModel model = new PairwiseModel(
        WIDTH, L2, rows(seed, IntStream.range(0, keys.userCount()).mapToLong(keys::user).toArray()),
        rows(seed + 1, IntStream.range(0, keys.itemCount()).mapToLong(keys::item).toArray()));
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      if (Thread.currentThread().isInterrupted() && mutant != Mutant.DEAF) {
        throw new PluginException(PluginException.Kind.CANCELLED, "interrupted");
      }
      if (mutant != Mutant.SILENT) {
        progress.accept(
            new TrainingProgress(
                "train", epoch, EPOCHS, model.on(data.training()).loss() / data.training().size(),
                Double.NaN, Duration.ZERO));
      }
      model = stepped(model, data.training());
    }
    return new TrainedModel(mutant.of(model), Map.of(), Map.of("seconds", 0.1));
  }

  /** By key, or as the mutant has it by position and number. */
  private float[] rows(long seed, long[] keys) {
    float[] values = new float[keys.length * WIDTH];
    for (int row = 0; row < keys.length; row++) {
      long key = mutant == Mutant.UNCOUPLED ? row * 31L + keys.length : keys[row];
      SplittableRandom random = new SplittableRandom(PairwiseTerms.mix(seed) ^ key);
      for (int k = 0; k < WIDTH; k++) {
        values[row * WIDTH + k] = (float) (0.5 * random.nextGaussian());
      }
    }
    return values;
  }

  private static PairwiseModel stepped(PairwiseModel model, InteractionView view) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] step = new float[all.length()];
    model.on(view).gradient(all, step);
    float[] parameters = new float[all.length()];
    model.parameters(all, parameters);
    for (int k = 0; k < step.length; k++) {
      step[k] = (float) (-RATE * (step[k] + L2 * parameters[k]));
    }
    ParameterSelection none = ParameterSelection
        .of(model.layout(), List.of(new int[0], new int[0]));
    return model.withDelta(new ParameterDelta(all, step, none));
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    PairwiseModel sound = Mutant.sound(model);
    return new ModelArtifact(
        name(), 1, Map.of(),
        List.of(
            new Tensor("user", sound.userCount(), WIDTH, List.of(sound.users)),
            new Tensor("item", sound.itemCount(), WIDTH, List.of(sound.items))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return mutant.of(
        new PairwiseModel(
            WIDTH, L2, artifact.tensor("user").chunks().getFirst(),
            mutant.loaded(artifact.tensor("item").chunks().getFirst())));
  }
}
