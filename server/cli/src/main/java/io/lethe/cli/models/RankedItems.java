package io.lethe.cli.models;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.Source;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Shows recommendations, and what they were made from where that is not what was learned of a user. */
final class RankedItems {

  static final String NUMBER_HELP = "How many items, 1 to 1000. Default: 10";

  private static final int NUMBER_MAX = 1000;

  private RankedItems() {}

  /** Refuses a number of items that no answer has; on the wire 0 stands for the usual one. */
  static void checkNumber(int number) {
    if (number < 1 || number > NUMBER_MAX) {
      throw new CommandException(
          ExitCode.USAGE, "-n is %d items; 1 to %d are allowed".formatted(number, NUMBER_MAX));
    }
  }

  /**
   * Shows an answer.
   *
   * @param json whether as JSON
   * @param because whether the user's own items that carry a recommendation have a column
   * @param nothing says why no item is left
   */
  static void show(
      Screen screen, JsonOption json, Recommendations answer, boolean because,
      Supplier<String> nothing) {
    if (json.wrote(screen, answer)) {
      return;
    }
    if (answer.items().isEmpty()) {
      screen.line(nothing.get());
    } else {
      table(screen, answer, because);
    }
    screen.line(
        screen.faint(
            "%s, erasure position %d%s"
                .formatted(answer.version(), answer.erasurePosition(), source(answer.source()))));
  }

  private static void table(Screen screen, Recommendations answer, boolean because) {
    Table table = because
        ? Table.of(">rank", "item", ">score", "because of")
        : Table.of(">rank", "item", ">score");
    for (int k = 0; k < answer.items().size(); k++) {
      ScoredItem item = answer.items().get(k);
      String rank = String.valueOf(k + 1);
      String score = Units.score(item.score());
      if (because) {
        table.row(rank, item.item(), score, reasons(item));
      } else {
        table.row(rank, item.item(), score);
      }
    }
    screen.table(table, true);
  }

  private static String reasons(ScoredItem item) {
    return item.because()
        .stream()
        .map(why -> "%s (%s)".formatted(why.item(), Units.score(why.contribution())))
        .collect(Collectors.joining(", "));
  }

  private static String source(Source source) {
    return source == Source.LEARNED ? "" : ", source " + source.name().toLowerCase(Locale.ROOT);
  }
}
