package io.lethe.cli.demo;

import io.lethe.cli.erasures.ErasureReport;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.AppendRequest;
import io.lethe.client.ErasureRequest;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Recommendations;
import java.time.Duration;
import java.util.List;

/** A person whom the model has never seen: clicks, is answered for them, and is forgotten. */
final class DemoNewcomer {

  private static final String NEWCOMER = "newcomer";
  private static final int LIST_ITEMS = 5;

  private final Screen screen;
  private final String model;
  private final List<String> clicks;

  /**
   * A newcomer.
   *
   * @param clicks items that the model knows
   */
  DemoNewcomer(Screen screen, String model, List<String> clicks) {
    this.screen = screen;
    this.model = model;
    this.clicks = List.copyOf(clicks);
  }

  void tell(LetheClient server) {
    screen.heading("3  A newcomer");
    screen.indented("asked for before: " + refusal(server));
    long begun = System.nanoTime();
    var _ = server.appendInteractions(
        AppendRequest
            .of(model, clicks.stream().map(item -> InteractionRow.of(NEWCOMER, item)).toList()));
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    screen.indented(
        "clicks %s, on disk after %s".formatted(String.join(", ", clicks), Units.duration(taken)));
    answer(server);
    ErasureReport.checkCompleted(
        ErasureReport.ended(server.unlearn(ErasureRequest.ofUser(model, NEWCOMER)), state -> {}));
    screen.indented("erased, asked again: " + refusal(server));
  }

  private void answer(LetheClient server) {
    try {
      Recommendations next = server.recommend(model, NEWCOMER, LIST_ITEMS);
      screen.indented("the next answer:");
      screen.blank();
      Table table = Table.of(">rank", "item", ">score");
      for (int k = 0; k < next.items().size(); k++) {
        table.row(
            String.valueOf(k + 1), next.items().get(k).item(),
            Units.score(next.items().get(k).score()));
      }
      screen.table(table, true);
      screen.blank();
    } catch (LetheException unknown) {
      screen.indented(
          "families that cannot be asked for a history learn them in the next training: "
              + unknown.text());
    }
  }

  private String refusal(LetheClient server) {
    try {
      Recommendations answer = server.recommend(model, NEWCOMER, 1);
      throw new CommandException(
          ExitCode.FAILED, "%s answers for %s".formatted(answer.version(), NEWCOMER));
    } catch (LetheException gone) {
      return "%s, %s".formatted(gone.status(), gone.text());
    }
  }
}
