package io.lethe.plugins.lightgcn;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;

/** LightGCN with logistic loss, trained by Adam or to convergence. */
public final class LightGcnPlugin implements RecommenderPlugin {

  private static final String NAME = "lightgcn";

  /** As {@link java.util.ServiceLoader} asks for it. */
  public LightGcnPlugin() {}

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
    return "LightGCN, graph convolution with logistic loss, on ratings or implicit feedback";
  }

  @Override
  public List<TrainingOption> options() {
    return LightGcnOptions.all();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new LightGcnTrainer(LightGcnOptions.parse(config.options()), config.seed(), context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    if (model instanceof LightGcnModel lightGcn) {
      return LightGcnArtifacts.save(NAME, lightGcn);
    }
    throw new IllegalArgumentException("not a model of plugin " + NAME);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return LightGcnArtifacts.load(
        artifact, trainedOn, Kernels.fastest(),
        new Workers(context.executor(), context.parallelism()));
  }
}
