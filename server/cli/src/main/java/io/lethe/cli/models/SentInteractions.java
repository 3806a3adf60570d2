package io.lethe.cli.models;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.client.AppendOutcome;
import io.lethe.client.ImportSummary;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Repeats;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.store.input.InteractionFile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Interactions that a running server takes in. */
public final class SentInteractions {

  private static final int REFUSED_TOLD_MAX = 5;

  private SentInteractions() {}

  /**
   * Sends all rows by a stream that goes on where it was cut, and tells what became of them.
   *
   * @param importId by which another call goes on, if this one fails
   * @param undated when the rows of a file without times happened; empty for now. In a file with times the
   *     age of a row whose time cannot be read is unknown
   * @throws LetheException if the import cannot go on; it is told how much is in and how to go on
   */
  public static void send(
      LetheClient server, String model, UUID importId, InteractionFile read,
      Optional<Instant> undated, io.lethe.engine.data.Repeats repeats, Screen screen) {
    Stream<InteractionRow> rows = rows(read, undated);
    boolean isNew = isNew(server, model);
    try {
      ImportSummary done = server
          .importInteractions(model, importId, rows.iterator(), Repeats.valueOf(repeats.name()));
      tell(screen, model, isNew, done.outcomes());
      tellRefused(screen, done);
    } catch (LetheException failure) {
      failure.appended()
          .filter(before -> before.rowCount() > 0)
          .ifPresent(
              before -> screen.line(
                  "%s are in; the same command with --import-id %s goes on."
                      .formatted(Units.count(before.rowCount(), "interaction"), importId)));
      throw failure;
    }
  }

  /** Whether the server has no such model yet. */
  static boolean isNew(LetheClient server, String model) {
    return server.models().noneMatch(there -> there.id().equals(model));
  }

  static Stream<InteractionRow> rows(InteractionFile read, Optional<Instant> undated) {
    InteractionColumns rows = read.timed(Instant.now());
    Optional<Instant> unknown = read.times().length == 0 ? undated : Optional.of(Instant.EPOCH);
    return IntStream.range(0, rows.size())
        .mapToObj(
            row -> new InteractionRow(
                rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]),
                rows.values()[row],
                rows.time(row) == InteractionColumns.UNKNOWN_TIME
                    ? unknown
                    : Optional.of(Instant.ofEpochMilli(rows.time(row))),
                rows.events().at(row)));
  }

  private static void tellRefused(Screen screen, ImportSummary done) {
    long refused = done.outcomes().getOrDefault(AppendOutcome.REFUSED, 0L);
    if (refused > 0) {
      screen.line("The server refused %s.".formatted(Units.count(refused, "interaction")));
      done.refused()
          .stream()
          .limit(REFUSED_TOLD_MAX)
          .forEach(
              row -> screen.line("  number %d: %s".formatted(row.position() + 1, row.reason())));
    }
  }

  /**
   * Tells what became of rows.
   *
   * @param isNew whether the server did not have the model before
   */
  static void tell(Screen screen, String model, boolean isNew, Map<AppendOutcome, Long> outcomes) {
    screen.line(
        "The server took in %s for model %s%s%s%s.".formatted(
            Units.count(outcomes.getOrDefault(AppendOutcome.STORED, 0L), "new interaction"), model,
            part(outcomes, AppendOutcome.REPLACED, ", replaced the value of %s"),
            part(outcomes, AppendOutcome.UNCHANGED, ", left %s as they were"),
            part(outcomes, AppendOutcome.OLDER, ", passed over %s older than what it has")));
    if (isNew && outcomes.getOrDefault(AppendOutcome.STORED, 0L) > 0) {
      screen.line(
          "Model %s is new: it began with these; 'lethe models' lists all there are."
              .formatted(model));
    }
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
