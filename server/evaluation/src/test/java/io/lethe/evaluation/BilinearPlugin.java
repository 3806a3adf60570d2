package io.lethe.evaluation;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.TrainingProgress;
import io.lethe.spi.WarmStartTrainer;
import io.lethe.unlearning.BilinearModel;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Trains the bilinear test model by full-batch gradient descent from rows drawn by the seed. */
public final class BilinearPlugin implements RecommenderPlugin {

  private static final int WIDTH = 4;
  private static final String STEPS = "epochs-max";
  private static final String STEPS_DEFAULT = "100";
  private static final double RATE = 0.02;
  private static final float L2 = 0.5f;
  private static final double FIRST_DEVIATION = 0.3;

  /** A plugin as a server would find it. */
  public BilinearPlugin() {}

  @Override
  public String name() {
    return "bilinear";
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
    return "a bilinear model for tests";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of(new TrainingOption(STEPS, STEPS_DEFAULT, "descent steps"));
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    String steps = config.options().getOrDefault(STEPS, STEPS_DEFAULT);
    return new Trainer(config.seed(), Integer.parseInt(steps));
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return new ModelArtifact(name(), 1, Map.of(), List.of());
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    throw new PluginException(
        PluginException.Kind.DAMAGED_ARTIFACT, "the test model is never stored");
  }

  /** Descends for a number of steps. */
  private record Trainer(long seed, int steps) implements WarmStartTrainer {

    @Override
    public TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] users = rows(random, data.training().all().keys().userCount());
      double[][] items = rows(random, data.training().all().keys().itemCount());
      return trainFrom(new BilinearModel(L2, users, items), data, progress);
    }

    @Override
    public TrainedModel trainFrom(
        RecommenderModel start, TrainingData data, Consumer<TrainingProgress> progress) {
      BilinearModel model = (BilinearModel) start;
      ParameterSelection every = ParameterSelection.all(model.layout());
      ParameterSelection none = ParameterSelection
          .of(model.layout(), List.of(new int[0], new int[0]));
      float[] gradient = new float[every.length()];
      float[] parameters = new float[every.length()];
      for (int step = 0; step < steps; step++) {
        model.on(data.training()).gradient(every, gradient);
        model.parameters(every, parameters);
        float[] move = new float[gradient.length];
        for (int k = 0; k < move.length; k++) {
          move[k] = (float) (-RATE * (gradient[k] + L2 * parameters[k]));
        }
        model = model.withDelta(new ParameterDelta(every, move, none));
      }
      return new TrainedModel(
          model, Map.of(STEPS, Integer.toString(steps)), Map.of("epochs", (double) steps));
    }
  }

  private static double[][] rows(SplittableRandom random, int count) {
    double[][] rows = new double[count][WIDTH];
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = FIRST_DEVIATION * random.nextGaussian();
      }
    }
    return rows;
  }
}
