package io.lethe.cli.admin;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheClient.AuditEvent;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = {
        "Lists which principal did what on a running server, and what was refused, the "
            + "latest first.",
        "Trainings, activations, rebases, deletions, decisions on erasures, and the commands that "
            + "wrote the data folder. Needs the role audit or admin."})
public final class AuditCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "Lists so many at most. Default: 50",
      paramLabel = "N") private int limit = 50;

  public AuditCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CommandException(
          ExitCode.USAGE, "--limit is %d events; 1 or more are allowed".formatted(limit));
    }
    try (LetheClient server = options.connect(); Stream<AuditEvent> all = server.auditEvents()) {
      list(all.limit(limit).toList());
    }
    return ExitCode.DONE;
  }

  private void list(List<AuditEvent> events) {
    if (json.wrote(screen, "events", events)) {
      return;
    }
    if (events.isEmpty()) {
      screen.line("No audit events.");
      return;
    }
    Table table = Table.of("at", "principal", "action", "on", "refused because of");
    for (AuditEvent event : events) {
      table.row(
          Units.time(event.time()), event.principal(), event.action(), event.resource(),
          event.refusal().orElse(""));
    }
    screen.table(table, true);
  }
}
