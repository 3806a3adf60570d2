package io.lethe.plugins.mf;

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
import io.lethe.training.ProductModel;
import java.util.List;

/** Matrix factorization with logistic loss, trained by Adam or to convergence. */
public final class MfPlugin implements RecommenderPlugin {

  private static final String NAME = "mf";

  /** As {@link java.util.ServiceLoader} asks for it. */
  public MfPlugin() {}

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
    return "matrix factorization with logistic loss, on ratings or implicit feedback";
  }

  @Override
  public List<TrainingOption> options() {
    return MfOptions.all();
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new MfTrainer(MfOptions.parse(config.options()), config.seed(), context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    if (model instanceof ProductModel factorization) {
      return MfArtifacts.save(NAME, factorization);
    }
    throw new IllegalArgumentException("not a model of plugin " + NAME);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return MfArtifacts.load(
        artifact, trainedOn.all().keys(), Kernels.fastest(),
        new Workers(context.executor(), context.parallelism()));
  }
}
