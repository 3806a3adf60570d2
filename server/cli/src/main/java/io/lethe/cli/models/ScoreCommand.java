package io.lethe.cli.models;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "score",
    description = {
        "Asks a running server how much a user would like certain items, seen ones included.",
        "Scores of one model can be compared with each other; higher is better."})
public final class ScoreCommand implements Callable<Integer> {

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      index = "0",
      description = "The user's id.",
      paramLabel = "USER") private String user = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      description = "The items' ids, 1000 at most.",
      paramLabel = "ITEM") private List<String> items = new ArrayList<>();

  @Option(
      names = "--alias",
      defaultValue = "",
      description = "Which alias's version is to answer, such as canary.",
      paramLabel = "ALIAS") private String alias = "";

  @Option(
      names = "--model",
      description = "Which model. Default: the only one there is.",
      paramLabel = "NAME") private @Nullable String model;

  private record Scored(String item, OptionalDouble score) {}

  private record Answer(String version, long erasurePosition, List<Scored> items) {}

  public ScoreCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    Scores scores;
    try (LetheClient server = options.connect().byAlias(alias)) {
      scores = server.score(ServerOptions.model(server, model), user, items);
    }
    List<Scored> scored = IntStream.range(0, items.size())
        .mapToObj(k -> new Scored(items.get(k), scores.scores().get(k)))
        .toList();
    if (json
        .wrote(screen, new Answer(scores.version().toString(), scores.erasurePosition(), scored))) {
      return ExitCode.DONE;
    }
    Table table = Table.of("item", ">score");
    scored.forEach(
        each -> table.row(
            each.item(),
            each.score().isEmpty() ? "not known" : Units.score(each.score().getAsDouble())));
    screen.table(table, true);
    screen.line(
        screen.faint(
            "%s, erasure position %d".formatted(scores.version(), scores.erasurePosition())));
    return ExitCode.DONE;
  }
}
