package io.lethe.cli.models;

import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "recommend", description = "Asks a running server for the best items for a user.")
public final class RecommendCommand implements Callable<Integer> {

  private static final int SCORE_DIGITS = 3;

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(description = "The user's id.", paramLabel = "USER") private String user = "";

  @Option(
      names = "--model",
      description = "Which model. Default: the only one there is.",
      paramLabel = "NAME") private @Nullable String model;

  @Option(
      names = {"-n", "--number"},
      defaultValue = "10",
      description = "How many items, 1 to 1000. Default: 10",
      paramLabel = "N") private int number;

  public RecommendCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    try (LetheClient server = options.connect()) {
      Recommendations answer = server.recommend(ServerOptions.model(server, model), user, number);
      Table table = Table.of(">rank", "item", ">score");
      for (int k = 0; k < answer.items().size(); k++) {
        ScoredItem item = answer.items().get(k);
        table.row(String.valueOf(k + 1), item.item(), Units.decimals(item.score(), SCORE_DIGITS));
      }
      screen.table(table, true);
      screen.line(
          screen.faint(
              "%s, erasure position %d".formatted(answer.version(), answer.erasurePosition())));
    }
    return ExitCode.DONE;
  }
}
