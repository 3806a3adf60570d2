package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;
import java.util.Optional;

/** EASE: items from items, trained in closed form, forgetting exactly. */
public final class EasePlugin implements RecommenderPlugin {

  private static final String NAME = "ease";

  private final NativeCalls calls = new NativeCalls();

  /** As {@link java.util.ServiceLoader} asks for it. */
  public EasePlugin() {}

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
    return "EASE: items from items in closed form; forgets exactly; up to 20,000 items";
  }

  @Override
  public List<TrainingOption> options() {
    return EaseOptions.all();
  }

  @Override
  public Optional<String> refusal(DataShape shape) {
    return MemoryBound.ofThisJvm().refusal(shape);
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return new EaseTrainer(
        EaseOptions.parse(config.options()), context, calls, MemoryBound.ofThisJvm());
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return switch (model) {
      case EaseModel ease -> EaseArtifacts.save(NAME, ease);
      case WeightsModel weights -> EaseArtifacts.save(NAME, weights);
      default -> throw new IllegalArgumentException("not a model of plugin " + NAME);
    };
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return EaseArtifacts.load(
        artifact, trainedOn, Kernels.fastest(),
        Factorizer.of(calls, new Workers(context.executor(), context.parallelism())));
  }
}
