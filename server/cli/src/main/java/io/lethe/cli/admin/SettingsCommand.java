package io.lethe.cli.admin;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.client.LetheClient;
import io.lethe.client.operations.ServerSetup;
import io.lethe.client.operations.ServerSetup.Setting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "settings",
    description = {"Lists every setting of a running server, with where its value came from.",
        "Secrets, names of files and folders, URLs and commands that were set are not told. Needs the role "
            + "audit or admin. 'lethe config' prints the settings that a server started here would have."})
public final class SettingsCommand implements Callable<Integer> {

  private static final String HIDDEN = "(set, not told)";
  private static final String NONE = "(not set)";

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  public SettingsCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    List<Setting> settings;
    try (LetheClient server = options.connect()) {
      settings = ServerSetup.of(server).settings();
    }
    if (json.wrote(screen, "settings", settings)) {
      return ExitCode.DONE;
    }
    Table table = Table.of("setting", "value", "from", "meaning");
    for (Setting setting : settings) {
      table.row(setting.key(), value(setting), setting.source(), setting.meaning());
    }
    screen.table(table, true);
    return ExitCode.DONE;
  }

  private static String value(Setting setting) {
    return setting.value().map(value -> value.isEmpty() ? NONE : value).orElse(HIDDEN);
  }
}
