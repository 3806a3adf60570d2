package io.lethe.e2e.plugins;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;

/** Throws as soon as it is loaded. */
public final class ThrowingPlugin implements RecommenderPlugin {

  public ThrowingPlugin() {
    throw new IllegalStateException("its licence has run out");
  }

  @Override
  public String name() {
    return "throwing";
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
    return "never seen";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    throw new IllegalStateException("never loaded");
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    throw new IllegalStateException("never loaded");
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    throw new IllegalStateException("never loaded");
  }
}
