package io.lethe.plugins.ials;

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

/** Implicit alternating least squares: for large catalogues, and for forgetting by solving on. */
public final class IalsPlugin implements RecommenderPlugin {

  private static final String NAME = "ials";

  /** As {@link java.util.ServiceLoader} asks for it. */
  public IalsPlugin() {}

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
    return "implicit alternating least squares, for large catalogues";
  }

  @Override
  public List<TrainingOption> options() {
    return IalsOptions.all();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new IalsTrainer(IalsOptions.parse(config.options()), config.seed(), context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    if (model instanceof IalsModel factorization) {
      return IalsArtifacts.save(NAME, factorization);
    }
    throw new IllegalArgumentException("not a model of plugin " + NAME);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return IalsArtifacts.load(
        artifact, trainedOn, Kernels.fastest(),
        new Workers(context.executor(), context.parallelism()));
  }
}
