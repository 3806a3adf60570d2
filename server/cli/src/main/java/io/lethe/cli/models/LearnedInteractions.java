package io.lethe.cli.models;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Units;
import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import io.lethe.client.Appended;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Repeats;
import io.lethe.store.input.InteractionFile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Interactions that a running server takes in and learns before it answers. They are sent by unary
 * calls: a stream's answer does not wait for learning.
 */
final class LearnedInteractions {

  /** What one call may hold. */
  private static final int ROWS_MAX = 10_000;

  private LearnedInteractions() {}

  /**
   * Sends all rows, by the last call waits until they are learned, and tells what became of them.
   *
   * @throws LetheException for the first call that fails; it is told how many rows are in
   */
  static void send(
      LetheClient server, String model, InteractionFile read, io.lethe.engine.data.Repeats repeats,
      Screen screen) {
    List<InteractionRow> rows = SentInteractions.rows(read, Optional.empty()).toList();
    Map<AppendOutcome, Long> outcomes = new EnumMap<>(AppendOutcome.class);
    boolean isNew = SentInteractions.isNew(server, model);
    boolean learned = false;
    for (int start = 0; start < rows.size(); start += ROWS_MAX) {
      int end = Math.min(rows.size(), start + ROWS_MAX);
      AppendRequest batch = AppendRequest.of(model, rows.subList(start, end))
          .with(Repeats.valueOf(repeats.name()));
      Appended answer = append(
          server, end == rows.size() ? batch.learningAtOnce() : batch, start, screen);
      answer.outcomes().forEach(outcome -> outcomes.merge(outcome, 1L, Long::sum));
      learned = answer.learned();
    }
    SentInteractions.tell(screen, model, isNew, outcomes);
    screen.line(
        learned
            ? "The model has learned all that came: its next answers count it."
            : "They wait for the model's next learning or training; 'lethe models %s' tells."
                .formatted(model));
  }

  private static Appended append(
      LetheClient server, AppendRequest batch, int before, Screen screen) {
    try {
      return server.appendInteractions(batch);
    } catch (LetheException failure) {
      if (before > 0) {
        screen.line("The first %s are in.".formatted(Units.count(before, "interaction")));
      }
      throw failure;
    }
  }
}
