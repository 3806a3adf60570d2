package io.lethe.cli.plugin;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.client.LetheClient;
import io.lethe.client.operations.ServerSetup;
import io.lethe.client.operations.ServerSetup.Plugin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = {
        "Lists the plugins that a running server's trainings can take, then those that it refuses, each "
            + "with the reason.",
        "Needs the role train, audit or admin. 'lethe plugins' lists those of a folder here, with their "
            + "options. 0: every plugin can be used; 1: at least one cannot."})
public final class ListPlugins implements Callable<Integer> {

  private static final int DIGITS_SHOWN = 12;

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  public ListPlugins(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    List<Plugin> plugins;
    try (LetheClient server = options.connect()) {
      plugins = ServerSetup.of(server).plugins();
    }
    if (!json.wrote(screen, "plugins", plugins)) {
      print(plugins);
    }
    return plugins.stream().anyMatch(plugin -> plugin.refusal().isPresent())
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private void print(List<Plugin> plugins) {
    Table table = Table.of("plugin", "version", "SHA-256", "entry");
    for (Plugin plugin : plugins) {
      table.row(
          plugin.plugin(), plugin.version(),
          plugin.digest().substring(0, Math.min(DIGITS_SHOWN, plugin.digest().length())),
          plugin.entry());
    }
    screen.table(table, true);
    plugins.forEach(
        plugin -> plugin.refusal()
            .ifPresent(
                reason -> screen
                    .complain("plugin folder %s: %s".formatted(plugin.entry(), reason))));
  }
}
