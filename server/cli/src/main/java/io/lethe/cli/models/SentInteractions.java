package io.lethe.cli.models;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendSummary;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.Repeats;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.store.input.InteractionFile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Interactions that a running server takes in. */
public final class SentInteractions {

  private SentInteractions() {}

  /**
   * Sends all rows, in batches of which each is taken in as a whole, and tells what became of them.
   *
   * @param undated when the rows of a file without times happened; empty for now. A row whose time cannot
   *     be read is old
   * @throws io.lethe.client.LetheException for the first batch that is refused; those before it are in
   */
  public static void send(
      LetheClient server, String model, InteractionFile read, Optional<Instant> undated,
      io.lethe.engine.model.Repeats repeats, Screen screen) {
    InteractionColumns rows = read.columns();
    long[] times = read.epochMillis(Instant.now());
    Optional<Instant> unknown = read.times().length == 0 ? undated : Optional.of(Instant.EPOCH);
    Stream<InteractionRow> sent = IntStream.range(0, rows.size())
        .mapToObj(
            row -> new InteractionRow(
                rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]),
                rows.values()[row],
                times[row] == Long.MIN_VALUE
                    ? unknown
                    : Optional.of(Instant.ofEpochMilli(times[row]))));
    AppendSummary summary = server.appendAll(model, sent, Repeats.valueOf(repeats.name()));
    tell(screen, model, summary.outcomes());
  }

  private static void tell(Screen screen, String model, Map<AppendOutcome, Long> outcomes) {
    screen.line(
        "The server took in %s for model %s%s%s.".formatted(
            Units.count(outcomes.getOrDefault(AppendOutcome.STORED, 0L), "new interaction"), model,
            part(outcomes, AppendOutcome.REPLACED, ", replaced the value of %s"),
            part(outcomes, AppendOutcome.UNCHANGED, ", left %s as they were")));
    long suppressed = outcomes.getOrDefault(AppendOutcome.SUPPRESSED, 0L);
    if (suppressed > 0) {
      screen.line(
          "Left out %s: they, their users or their items were erased."
              .formatted(Units.count(suppressed, "interaction")));
    }
  }

  private static String part(
      Map<AppendOutcome, Long> outcomes, AppendOutcome outcome, String words) {
    long count = outcomes.getOrDefault(outcome, 0L);
    return count == 0 ? "" : words.formatted(Units.count(count));
  }
}
