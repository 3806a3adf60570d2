package io.lethe.cli.erasures;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "erasures",
    description = "Lists the erasures of a running server, the latest first, or shows one.")
public final class ErasuresCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      arity = "0..1",
      description = "Shows this one.",
      paramLabel = "ERASURE") private @Nullable String erasure;

  @ArgGroup(exclusive = false) private FilterOptions filter = new FilterOptions();

  public ErasuresCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    try (LetheClient server = options.connect()) {
      if (erasure != null) {
        Erasure shown = server.erasure(Names.erasure(erasure)).now();
        if (!json.wrote(screen, shown)) {
          ErasureReport.print(screen, shown);
        }
      } else {
        list(
            filter.subject()
                .map(server::erasuresOf)
                .orElseGet(() -> server.erasures(filter.filter(InstantSource.system())))
                .toList());
      }
    }
    return ExitCode.DONE;
  }

  private void list(List<Erasure> erasures) {
    if (json.wrote(screen, "erasures", erasures)) {
      return;
    }
    if (erasures.isEmpty()) {
      screen.line("No erasures.");
      return;
    }
    Table table = Table.of(
        "erasure", "model", "state", "method", ">interactions", ">version", "received at",
        ">live after");
    for (Erasure each : erasures) {
      table.row(
          Names.shortName(each.name()), each.model(), Names.words(each.state()),
          ErasureReport.method(each), Units.count(each.counts().interactions()),
          Names.number(each.unlearnedVersion()), Units.time(each.times().received()),
          ErasureReport.since(each, each.times().unlearned()));
    }
    screen.table(table, true);
  }
}
