package io.lethe.cli.plugin;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.client.LetheClient;
import io.lethe.client.plugin.PluginChange;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "reload",
    description = {
        "Has a running server read its plugin folder again, and says what became of each plugin. "
            + "Trainings from then on take the newest version of each; versions that exist go on with "
            + "the plugin that made them, also one that is no longer there.",
        "Where the server has a port for administration, --server names that one. 0: every plugin is "
            + "used; 1: at least one is refused, which keeps no other out."})
public final class ReloadPlugins implements Callable<Integer> {

  private static final int DIGITS_SHOWN = 12;

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  public ReloadPlugins(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    List<PluginChange> changes;
    try (LetheClient server = options.connect()) {
      changes = server.reloadPlugins();
    }
    Table table = Table.of("", "plugin", "version", "SHA-256", "entry");
    for (PluginChange change : changes) {
      table.row(
          change.outcome().name().toLowerCase(Locale.ROOT), change.plugin(), change.version(),
          change.digest().substring(0, Math.min(DIGITS_SHOWN, change.digest().length())),
          change.entry());
    }
    screen.table(table, true);
    changes.forEach(
        change -> change.reason()
            .ifPresent(
                reason -> screen
                    .complain("plugin folder %s: %s".formatted(change.entry(), reason))));
    return changes.stream().anyMatch(change -> change.outcome() == PluginChange.Outcome.REFUSED)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }
}
