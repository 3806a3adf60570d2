package io.lethe.cli.models;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.Source;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows recommendations, and what they were made from where that is not what was learned of a user. */
final class RankedItems {

  private static final int SCORE_DIGITS = 3;

  private RankedItems() {}

  static void show(Screen screen, Recommendations answer) {
    show(screen, answer, false);
  }

  /** @param because whether the user's own items that carry a recommendation have a column */
  static void show(Screen screen, Recommendations answer, boolean because) {
    Table table = because
        ? Table.of(">rank", "item", ">score", "because of")
        : Table.of(">rank", "item", ">score");
    for (int k = 0; k < answer.items().size(); k++) {
      ScoredItem item = answer.items().get(k);
      String rank = String.valueOf(k + 1);
      String score = Units.decimals(item.score(), SCORE_DIGITS);
      if (because) {
        table.row(rank, item.item(), score, reasons(item));
      } else {
        table.row(rank, item.item(), score);
      }
    }
    screen.table(table, true);
    screen.line(
        screen.faint(
            "%s, erasure position %d%s"
                .formatted(answer.version(), answer.erasurePosition(), source(answer.source()))));
  }

  private static String reasons(ScoredItem item) {
    return item.because()
        .stream()
        .map(why -> "%s (%s)".formatted(why.item(), Units.decimals(why.contribution(), SCORE_DIGITS)))
        .collect(Collectors.joining(", "));
  }

  private static String source(Source source) {
    return source == Source.LEARNED ? "" : ", source " + source.name().toLowerCase(Locale.ROOT);
  }
}
