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

/** Fails whenever it is asked to work, and says about whom. */
public final class TalkativePlugin implements RecommenderPlugin {

  private static final String ABOUT = "it is the fault of PLANTED.user.2@people.example";

  @Override
  public String name() {
    return "talkative";
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
    return (data, progress) -> {
      throw new IllegalStateException(ABOUT);
    };
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    throw new IllegalStateException(ABOUT);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    throw new IllegalStateException(ABOUT);
  }
}
