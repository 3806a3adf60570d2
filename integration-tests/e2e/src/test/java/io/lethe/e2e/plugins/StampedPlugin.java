package io.lethe.e2e.plugins;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.Tensor;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;
import java.util.Map;

/** Recommends the last items first; every score tells which jar made it. */
public final class StampedPlugin implements RecommenderPlugin {

  @Override
  public String name() {
    return "stamped";
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
    return "stamps its scores";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return (data, progress) -> new TrainedModel(
        new StampedModel(
            data.training().all().keys().userCount(), data.training().all().keys().itemCount()),
        Map.of(), Map.of());
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    float[] size = {model.userCount(), model.itemCount()};
    return new ModelArtifact(name(), 1, Map.of(), List.of(new Tensor("size", 1, 2, List.of(size))));
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    float[] size = artifact.tensor("size").chunks().getFirst();
    return new StampedModel((int) size[0], (int) size[1]);
  }
}
