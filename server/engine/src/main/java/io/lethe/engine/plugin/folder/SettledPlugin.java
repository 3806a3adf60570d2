package io.lethe.engine.plugin.folder;

import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.spi.DataShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that was asked once, when it was found, who it is. What it would say later, or whether it
 * would throw, then matters to nobody who only wants to name it.
 *
 * @param code opens it when it is used
 * @param type its class
 * @param file the jar that offers it, from the plugin folder on
 */
record SettledPlugin(
    PluginCode code, String type, String file, String name, int spiVersion, String version,
    String description, List<TrainingOption> options,
    boolean trainedElsewhere) implements HostedPlugin {

  SettledPlugin {
    Objects.requireNonNull(name, "a plugin's name() is null");
    Objects.requireNonNull(version, "a plugin's version() is null");
    Objects.requireNonNull(description, "a plugin's description() is null");
    options = checked(options);
  }

  private static List<TrainingOption> checked(@Nullable List<TrainingOption> options) {
    Objects.requireNonNull(options, "a plugin's options() is null");
    Set<String> names = new HashSet<>();
    for (TrainingOption option : options) {
      Objects.requireNonNull(option, "a plugin's options() holds null");
      Objects.requireNonNull(option.name(), "an option's name is null");
      Objects.requireNonNull(option.defaultValue(), "an option's default value is null");
      Objects.requireNonNull(option.description(), "an option's description is null");
      if (!names.add(option.name())) {
        throw new IllegalArgumentException(
            "a plugin's options() holds two of the name " + option.name());
      }
    }
    return List.copyOf(options);
  }

  static SettledPlugin of(RecommenderPlugin plugin, PluginCode code) {
    return new SettledPlugin(
        code, plugin.getClass().getName(), file(plugin, code), plugin.name(), plugin.spiVersion(),
        plugin.version(), plugin.description(), plugin.options(), plugin.trainedElsewhere());
  }

  private static String file(RecommenderPlugin plugin, PluginCode code) {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    String jar = location == null ? "" : PluginHome.name(Path.of(location.getPath()));
    return jar.isEmpty() || jar.equals(code.entry()) ? code.entry() : code.entry() + "/" + jar;
  }

  @Override
  public String digest() {
    return code.digest().orElse("");
  }

  @Override
  public boolean toldWhole() {
    return code.host().loading().toldWhole();
  }

  /** The plugin itself. */
  RecommenderPlugin plugin() {
    return code.plugin(type);
  }

  @Override
  public Optional<String> refusal(DataShape shape) {
    return plugin().refusal(shape);
  }

  @Override
  public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
    return plugin().itemFeatures(config);
  }

  @Override
  public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
    return plugin().trainer(config, context);
  }

  @Override
  public ModelArtifact save(RecommenderModel model) {
    return plugin().save(model);
  }

  @Override
  public RecommenderModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    return plugin().load(artifact, trainedOn, context);
  }
}
