package io.lethe.cli.plugin;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;

/** A family that knows one option, and cannot be trained. */
public final class OneOptionPlugin implements RecommenderPlugin {

  @Override
  public String name() {
    return "one-option";
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
    return "Knows one option.";
  }

  @Override
  public List<TrainingOption> options() {
    return List.of(new TrainingOption("factors", "8", "How many."));
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "cannot be trained");
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "has no model");
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    throw new PluginException(PluginException.Kind.DAMAGED_ARTIFACT, "has no model");
  }
}
