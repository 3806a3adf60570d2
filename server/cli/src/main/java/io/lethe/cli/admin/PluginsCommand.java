package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.JsonOption;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.engine.plugin.PluginWarning;
import io.lethe.engine.plugin.folder.PluginFolder;
import io.lethe.engine.plugin.folder.PluginHost;
import io.lethe.engine.plugin.folder.PluginKeep;
import io.lethe.engine.plugin.folder.PluginLoading;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plugins",
    description = {
        "Lists the model families in the plugin folder, with their training options, and "
            + "every folder that yielded none, with the reason.",
        "Put a folder of jars, a zip of one or a jar there to add a family; it is found at the next"
            + " start, or by 'lethe plugin reload'."})
public final class PluginsCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private JsonOption json = new JsonOption();

  public PluginsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    Path folder = config.pluginsFolder();
    try (PluginKeep keep = PluginKeep.temporary()) {
      return list(
          folder, PluginFolder
              .load(folder, PluginHost.of(PluginLoading.within(config.pluginLimits()), keep)));
    }
  }

  /** A family, for scripts. */
  private record Family(
      String name, String version, String folder, String description,
      List<TrainingOption> options) {

    static Family of(InstalledPlugin installed) {
      RecommenderPlugin plugin = installed.plugin();
      return new Family(
          plugin.name(), plugin.version(), installed.folder(), plugin.description(),
          plugin.options());
    }
  }

  private record Listed(
      List<Family> plugins, List<PluginFailure> failures, List<PluginWarning> warnings) {}

  private int list(Path folder, PluginCatalog catalog) {
    Screen screen = surroundings.screen();
    Listed listed = new Listed(
        catalog.plugins().stream().map(Family::of).toList(), catalog.failures(),
        catalog.warnings());
    if (json.wrote(screen, listed)) {
      return catalog.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
    screen.line(
        "%s in %s (SPI version %d)".formatted(
            Units.count(catalog.plugins().size(), "plugin"), folder,
            RecommenderPlugin.SPI_VERSION));
    catalog.plugins().forEach(installed -> describe(screen, installed));
    for (PluginFailure failure : catalog.failures()) {
      screen.complain("plugin folder %s: %s".formatted(failure.folder(), failure.reason()));
    }
    catalog.warnings()
        .forEach(
            warning -> screen.complain(
                "Warning: plugin folder %s: %s".formatted(warning.folder(), warning.text())));
    return catalog.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void describe(Screen screen, InstalledPlugin installed) {
    RecommenderPlugin plugin = installed.plugin();
    screen.heading(
        "%s %s  (folder %s)".formatted(plugin.name(), plugin.version(), installed.folder()));
    screen.indented(plugin.description());
    screen.blank();
    Table table = Table.of("option", "default", "meaning");
    for (TrainingOption option : plugin.options()) {
      table.row(option.name(), option.defaultValue(), option.description());
    }
    screen.table(table, true);
  }
}
