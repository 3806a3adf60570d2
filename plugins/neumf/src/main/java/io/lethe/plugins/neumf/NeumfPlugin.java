package io.lethe.plugins.neumf;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;

/** Neural matrix factorization with logistic loss. Loads ND4J when it trains or loads a model. */
public final class NeumfPlugin implements RecommenderPlugin {

  private static final String NAME = "neumf";

  private final Networks networks = new Networks();

  /** As {@link java.util.ServiceLoader} asks for it. */
  public NeumfPlugin() {}

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
    return "neural matrix factorization with logistic loss, on ratings or implicit feedback";
  }

  @Override
  public List<TrainingOption> options() {
    return NeumfOptions.all();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new NeumfTrainer(NeumfOptions.parse(config.options()), config.seed(), networks, context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    if (model instanceof NeumfModel network) {
      return NeumfArtifacts.save(NAME, network);
    }
    throw new IllegalArgumentException("not a model of plugin " + NAME);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return NeumfArtifacts.load(artifact, trainedOn.all().keys(), networks);
  }
}
