package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventTypes;
import io.lethe.engine.event.EventWeights;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Interactions to take in, all or none. Contains personal data: never logged.
 *
 * @param requestId the caller's, kept over retries
 * @param rows 1 to {@value #ROWS_MAX}, in the order in which they happened
 * @param weights by which the rows' values are multiplied
 * @param badRows what a row that cannot be stored does
 */
public record AppendOrder(
    ModelName model, UUID requestId, List<Row> rows, Repeats repeats, EventWeights weights,
    BadRows badRows) {

  /** Most rows of one order. */
  public static final int ROWS_MAX = 10_000;

  /** How far ahead of the server's clock a row's time may be; later it would count for ever. */
  public static final Duration AHEAD_MAX = Duration.ofDays(1);

  public AppendOrder {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || rows.size() > ROWS_MAX) {
      throw new LetheException(
          ErrorKind.ITEMS_OUT_OF_RANGE,
          "interactions: %d of them; 1 to %d are allowed".formatted(rows.size(), ROWS_MAX),
          Map.of(
              "field", "interactions", "items", String.valueOf(rows.size()), "min", "1", "max",
              String.valueOf(ROWS_MAX)));
    }
    for (int k = 0; badRows == BadRows.REFUSE_ORDER && k < rows.size(); k++) {
      if (!rows.get(k).fits(weights)) {
        // Formatting the names of fields for every row would cost more than all checks.
        rows.get(k).check("interactions[%d].".formatted(k), weights);
      }
    }
  }

  /** An order without weights, of which one bad row refuses all. */
  public AppendOrder(ModelName model, UUID requestId, List<Row> rows, Repeats repeats) {
    this(model, requestId, rows, repeats, EventWeights.NONE, BadRows.REFUSE_ORDER);
  }

  /** What a row does whose ids, value, time or event type cannot be stored. */
  public enum BadRows {
    /** The order is refused. */
    REFUSE_ORDER,
    /** The row is refused, the others are taken in. */
    LEFT_OUT
  }

  /**
   * One interaction; {@code value} is finite.
   *
   * @param value before it is weighed
   * @param time when it happened, kept to the millisecond; null for now, and 1970-01-01T00:00:00Z for
   *     what is of unknown age
   * @param event the event type, or {@link EventTypes#NONE}
   */
  public record Row(String user, String item, float value, @Nullable Instant time, String event) {

    /** One without an event type. */
    public Row(String user, String item, float value, @Nullable Instant time) {
      this(user, item, value, time, EventTypes.NONE);
    }

    /** One that happens now. */
    public Row(String user, String item, float value) {
      this(user, item, value, null);
    }

    /** What it says of its pair. */
    Dated dated(Instant now, EventWeights weights) {
      return new Dated(
          weights.weigh(event, value), (time == null ? now : time).toEpochMilli(), event);
    }

    /** Why it cannot be stored, with this before the names of fields; no id is told. */
    Optional<LetheException> misfit(String path, EventWeights weights, Instant now) {
      try {
        check(path, weights);
        checkTime(path, now);
        return Optional.empty();
      } catch (LetheException why) {
        return Optional.of(why);
      }
    }

    /** As {@link #check}, and no more than that: for every row. */
    private boolean fits(EventWeights weights) {
      return ErasureTarget.isId(user) && ErasureTarget.isId(item)
          && (event.isEmpty() || (EventTypes.isName(event) && weights.knows(event)))
          && Float.isFinite(weights.weigh(event, value));
    }

    private void check(String path, EventWeights weights) {
      ErasureTarget.checkId(path + "user", user);
      ErasureTarget.checkId(path + "item", item);
      if (!event.isEmpty()) {
        EventTypes.check(path + "event_type", event);
      }
      if (!weights.knows(event)) {
        throw invalid(path + "event_type", "has no weight; those with one are " + weights.known());
      }
      if (!Float.isFinite(value)) {
        throw invalid(path + "value", "is %s; a finite number is needed".formatted(value));
      }
      if (!Float.isFinite(weights.weigh(event, value))) {
        throw invalid(
            path + "value",
            "is %s; times the weight of its event type that is no finite number".formatted(value));
      }
    }

    private static LetheException invalid(String field, String problem) {
      return new LetheException(
          ErrorKind.ARGUMENT_INVALID, field + " " + problem, Map.of("field", field));
    }

    /** Whether its time is too far ahead. */
    boolean isAhead(Instant now) {
      return time != null && time.isAfter(now.plus(AHEAD_MAX));
    }

    /** Refuses a time that is too far ahead. */
    void checkTime(String path, Instant now) {
      if (isAhead(now)) {
        throw invalid(
            path + "time", "is %s; at most %s, %d h ahead of the server's clock, is allowed"
                .formatted(time, now.plus(AHEAD_MAX), AHEAD_MAX.toHours()));
      }
    }
  }

  /** What a request id stands for, field by field; without what no row and no weight tells. */
  List<String> payload() {
    boolean timed = rows.stream().anyMatch(row -> row.time() != null);
    boolean typed = rows.stream().anyMatch(row -> !row.event().isEmpty());
    List<String> fields = new ArrayList<>(5 * rows.size() + 3);
    fields.add("append" + (timed ? "-timed" : "") + (typed ? "-typed" : ""));
    fields.add(model.value());
    fields.add(repeats.name() + (weights.isEmpty() ? "" : weights.byType()));
    for (Row row : rows) {
      fields.add(row.user());
      fields.add(row.item());
      fields.add(Float.toString(row.value()));
      if (timed) {
        fields.add(row.time() == null ? "" : row.time().toString());
      }
      if (typed) {
        fields.add(row.event());
      }
    }
    return fields;
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "AppendOrder[%s, %d rows]".formatted(model, rows.size());
  }
}
