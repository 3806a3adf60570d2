package io.lethe.plugins.sasrec;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;

/** Self-attention over what a user chose, in its order, for what the user chooses next. */
public final class SasrecPlugin implements RecommenderPlugin {

  private static final String NAME = "sasrec";

  /** As {@link java.util.ServiceLoader} asks for it. */
  public SasrecPlugin() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String description() {
    return "self-attention over interactions in their order, for what comes next";
  }

  @Override
  public List<TrainingOption> options() {
    return SasrecOptions.all();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new SasrecTrainer(SasrecOptions.parse(config.options()), config.seed(), context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    if (model instanceof SasrecModel attention) {
      return SasrecArtifacts.save(NAME, attention);
    }
    throw new IllegalArgumentException("not a model of plugin " + NAME);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return SasrecArtifacts.load(artifact, trainedOn, context);
  }
}
