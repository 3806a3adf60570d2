package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.Model;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.store.output.InteractionText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "interactions",
    description = {"Shows all interactions of a user that a running server holds.",
        "What a person may ask to see or to take along, over all models. Needs the role audit."})
public final class InteractionsCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(description = "The user's id.", paramLabel = "USER") private String user = "";

  @Option(
      names = "--model",
      description = "Of this model alone. Default: of all.",
      paramLabel = "NAME") private @Nullable String model;

  @ArgGroup private @Nullable Form form;

  /** At most one of them. */
  private static final class Form {

    @SuppressWarnings("UnusedVariable") // one of the two is set, and the other one is read
    @Option(names = "--csv", description = "Writes CSV, with a header.") private boolean csv;

    @Option(
        names = "--json",
        description = "Writes one JSON document: {\"interactions\": [...]}.") private boolean json;
  }

  public InteractionsCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  private record Held(String model, InteractionRow row) {

    AppendOrder.Row stored() {
      return new AppendOrder.Row(
          row.user(), row.item(), row.value(), row.time().orElse(null), row.eventType());
    }
  }

  @Override
  public Integer call() {
    List<Held> held = new ArrayList<>();
    try (LetheClient server = options.connect()) {
      List<String> models = model == null
          ? server.models().map(Model::id).toList()
          : List.of(model);
      for (String name : models) {
        server.interactionsOfUser(name, user).forEach(row -> held.add(new Held(name, row)));
      }
    }
    if (form == null) {
      table(held);
    } else if (form.json) {
      json(held);
    } else {
      csv(held);
    }
    return ExitCode.DONE;
  }

  private void table(List<Held> held) {
    Table table = Table.of("model", "item", ">value", "time", "event type");
    held.forEach(
        each -> table.row(
            each.model(), each.row().item(), String.valueOf(each.row().value()),
            each.row().time().map(Instant::toString).orElse(""), each.row().eventType()));
    screen.table(table, true);
    screen.line(screen.faint(Units.count(held.size(), "interaction")));
  }

  private void csv(List<Held> held) {
    screen.line(InteractionText.CSV_HEADER);
    held.forEach(each -> screen.line(InteractionText.csv(each.model(), each.stored())));
  }

  private void json(List<Held> held) {
    screen.line(
        held.stream()
            .map(each -> InteractionText.json(each.model(), each.stored()))
            .collect(Collectors.joining(",\n  ", "{\"interactions\":[\n  ", "]}")));
  }
}
