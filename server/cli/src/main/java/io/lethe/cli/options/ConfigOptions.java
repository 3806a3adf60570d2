package io.lethe.cli.options;

import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.Configuration;
import io.lethe.server.config.Setting;
import io.lethe.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works on the data folder. */
public final class ConfigOptions {

  private static final String DEFAULT_FILE = "lethe.yaml";

  @Option(
      names = "--config",
      description = "Settings, .yaml or .properties. Default: lethe.yaml here, if there is one.",
      paramLabel = "FILE") private @Nullable Path file;

  @Option(
      names = "--data-folder",
      description = "Where models, interactions and erasures are kept. Default: lethe-data",
      paramLabel = "FOLDER") private @Nullable String dataFolder;

  @Option(
      names = "--plugins-folder",
      description = "Holds one folder of jars per plugin. Default: that of the distribution.",
      paramLabel = "FOLDER") private @Nullable String pluginsFolder;

  @Option(
      names = "--set",
      description = "Any other setting; 'lethe config' lists them.",
      paramLabel = "KEY=VALUE") private Map<String, String> settings = new LinkedHashMap<>();

  /** The configuration with these options on top; what it warns of is told. */
  public Configuration load(Surroundings surroundings) {
    return load(surroundings, Map.of());
  }

  /** The same, with a command's own options on top of all. */
  public Configuration load(Surroundings surroundings, Map<Setting<?>, String> more) {
    Configuration read = load(surroundings, more, Map.of());
    read.warnings().forEach(warning -> surroundings.screen().complain("warning: " + warning));
    return read;
  }

  /**
   * The same, where a command's own defaults stand in for the usual ones, and what the configuration
   * warns of is the command's to tell.
   */
  public Configuration load(
      Surroundings surroundings, Map<Setting<?>, String> more, Map<Setting<?>, String> defaults) {
    Map<String, String> flags = new HashMap<>(settings);
    put(flags, Settings.DATA_FOLDER, dataFolder);
    put(flags, Settings.PLUGINS_FOLDER, pluginsFolder);
    more.forEach((setting, value) -> flags.put(setting.key(), value));
    Path chosen = file;
    Path usual = surroundings.workingFolder().resolve(DEFAULT_FILE);
    if (chosen == null && Files.exists(usual)) {
      chosen = usual;
    }
    Map<String, String> replaced = new HashMap<>();
    put(replaced, Settings.PLUGINS_FOLDER, surroundings.home().resolve("plugins").toString());
    defaults.forEach((setting, value) -> replaced.put(setting.key(), value));
    return ConfigLoader.load(flags, surroundings.environment(), chosen, replaced);
  }

  private static void put(Map<String, String> flags, Setting<?> setting, @Nullable String value) {
    if (value != null) {
      flags.put(setting.key(), value);
    }
  }
}
