package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.JsonOption;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.server.config.Configuration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "config",
    description = {
        "Prints every setting with its value, where the value came from, and what it means.",
        "The strongest source wins: command line, environment (LETHE_LISTEN_PORT for listen.port), "
            + "file, default."})
public final class ConfigCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private JsonOption json = new JsonOption();

  public ConfigCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Configuration.Line> lines = options.load(surroundings).lines();
    if (json.wrote(surroundings.screen(), "settings", lines)) {
      return ExitCode.DONE;
    }
    Table table = Table.of("setting", "value", "from", "meaning");
    for (Configuration.Line line : lines) {
      table.row(line.key(), line.value(), line.source(), line.meaning());
    }
    surroundings.screen().table(table, true);
    return ExitCode.DONE;
  }
}
