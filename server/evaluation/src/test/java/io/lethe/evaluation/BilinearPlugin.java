package io.lethe.evaluation;

import io.lethe.spi.Interactions;
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
import io.lethe.unlearning.BilinearModel;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Trains the bilinear test model by full-batch gradient descent from rows drawn by the seed. */
public final class BilinearPlugin implements RecommenderPlugin {

  private static final int WIDTH = 4;
  private static final int STEPS = 100;
  private static final double RATE = 0.02;
  private static final float L2 = 0.5f;
  private static final double FIRST_DEVIATION = 0.3;

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
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> train(data, config.seed());
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

  private static TrainedModel train(TrainingData data, long seed) {
    Interactions all = data.training().all();
    SplittableRandom random = new SplittableRandom(seed);
    double[][] users = rows(random, all.keys().userCount());
    double[][] items = rows(random, all.keys().itemCount());
    BilinearModel model = new BilinearModel(L2, users, items);
    ParameterSelection every = ParameterSelection.all(model.layout());
    ParameterSelection none = ParameterSelection
        .of(model.layout(), List.of(new int[0], new int[0]));
    float[] gradient = new float[every.length()];
    float[] parameters = new float[every.length()];
    for (int step = 0; step < STEPS; step++) {
      model.on(data.training()).gradient(every, gradient);
      model.parameters(every, parameters);
      float[] move = new float[gradient.length];
      for (int k = 0; k < move.length; k++) {
        move[k] = (float) (-RATE * (gradient[k] + L2 * parameters[k]));
      }
      model = model.withDelta(new ParameterDelta(every, move, none));
    }
    return new TrainedModel(model, Map.of(), Map.of());
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
