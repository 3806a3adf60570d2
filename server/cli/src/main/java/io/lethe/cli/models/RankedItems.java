package io.lethe.cli.models;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.Source;
import java.util.Locale;

/** Shows recommendations, and what they were made from where that is not what was learned of a user. */
final class RankedItems {

  private static final int SCORE_DIGITS = 3;

  private RankedItems() {}

  static void show(Screen screen, Recommendations answer) {
    Table table = Table.of(">rank", "item", ">score");
    for (int k = 0; k < answer.items().size(); k++) {
      ScoredItem item = answer.items().get(k);
      table.row(String.valueOf(k + 1), item.item(), Units.decimals(item.score(), SCORE_DIGITS));
    }
    screen.table(table, true);
    screen.line(
        screen.faint(
            "%s, erasure position %d%s"
                .formatted(answer.version(), answer.erasurePosition(), source(answer.source()))));
  }

  private static String source(Source source) {
    return source == Source.LEARNED ? "" : ", source " + source.name().toLowerCase(Locale.ROOT);
  }
}
