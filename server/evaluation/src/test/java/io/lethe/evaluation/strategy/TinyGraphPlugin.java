package io.lethe.evaluation.strategy;

import io.lethe.evaluation.BilinearPlugin;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.unlearning.BilinearModel;
import java.util.List;
import java.util.Map;

/** Trains the graph test model by full-batch descent from where the bilinear one starts. */
final class TinyGraphPlugin implements RecommenderPlugin {

  private static final int STEPS = 60;
  private static final float RATE = 0.1f;

  private final BilinearPlugin start = new BilinearPlugin();

  @Override
  public String name() {
    return "tiny-graph";
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
    return "a graph model for tests";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> train(data, config, context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return start.save(model);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return start.load(artifact, trainedOn, context);
  }

  private TrainedModel train(TrainingData data, TrainingConfig config, PluginContext context) {
    TrainingConfig untrained = new TrainingConfig(config.seed(), Map.of("epochs-max", "0"));
    BilinearModel first = (BilinearModel) start.trainer(untrained, context)
        .train(data, progress -> {})
        .model();
    TinyGraphModel model = new TinyGraphModel(first, data.training());
    ParameterSelection all = ParameterSelection.all(model.layout());
    for (int step = 0; step < STEPS; step++) {
      float[] move = new float[all.length()];
      model.on(data.training()).gradient(all, move);
      for (int k = 0; k < move.length; k++) {
        move[k] *= -RATE;
      }
      model = model.withDelta(new ParameterDelta(all, move, TinyGraphModel.none(model.layout())));
    }
    return new TrainedModel(model, Map.of(), Map.of("epochs", (double) STEPS));
  }
}
