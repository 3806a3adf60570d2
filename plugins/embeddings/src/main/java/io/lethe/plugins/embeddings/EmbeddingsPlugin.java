package io.lethe.plugins.embeddings;

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

/** Serves vectors that were trained elsewhere, and makes them forget by influence. */
public final class EmbeddingsPlugin implements RecommenderPlugin {

  private static final String NAME = "embeddings";

  /** As {@link java.util.ServiceLoader} asks for it. */
  public EmbeddingsPlugin() {}

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
    return "vectors of users and items that were trained elsewhere: lethe import-model";
  }

  @Override
  public List<TrainingOption> options() {
    return EmbeddingsOptions.all();
  }

  @Override
  public boolean trainedElsewhere() {
    return true;
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new EmbeddingsTrainer(EmbeddingsOptions.parse(config.options()), config.seed(), context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    if (model instanceof EmbeddingsModel embeddings) {
      return EmbeddingsArtifacts.save(NAME, embeddings);
    }
    throw new IllegalArgumentException("not a model of plugin " + NAME);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return EmbeddingsArtifacts.load(
        artifact, trainedOn.all().keys(), Kernels.fastest(),
        new Workers(context.executor(), context.parallelism()));
  }
}
