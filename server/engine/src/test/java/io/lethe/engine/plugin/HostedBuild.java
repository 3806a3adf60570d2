package io.lethe.engine.plugin;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as one build of its code.
 *
 * @param digest names the build
 * @param toldWhole whether what it throws is told to its author
 */
public record HostedBuild(
    RecommenderPlugin plugin, String digest, boolean toldWhole) implements HostedPlugin {

  @Override
  public String file() {
    return plugin.name() + ".jar";
  }

  @Override
  public String name() {
    return plugin.name();
  }

  @Override
  public int spiVersion() {
    return plugin.spiVersion();
  }

  @Override
  public String version() {
    return plugin.version();
  }

  @Override
  public String description() {
    return plugin.description();
  }

  @Override
  public List<TrainingOption> options() {
    return plugin.options();
  }

  @Override
  public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
    return plugin.itemFeatures(config);
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return plugin.trainer(config, context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return plugin.save(model);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return plugin.load(artifact, trainedOn, context);
  }
}
