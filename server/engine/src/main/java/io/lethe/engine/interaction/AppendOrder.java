package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.Repeats;
import io.lethe.engine.model.Repeats.Dated;
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
 * @param badRows what a row that cannot be stored does
 */
public record AppendOrder(
    ModelName model, UUID requestId, List<Row> rows, Repeats repeats, BadRows badRows) {

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
      if (!rows.get(k).fits()) {
        // Formatting the names of fields for every row would cost more than all checks.
        rows.get(k).check("interactions[%d].".formatted(k));
      }
    }
  }

  /** An order of which one bad row refuses all. */
  public AppendOrder(ModelName model, UUID requestId, List<Row> rows, Repeats repeats) {
    this(model, requestId, rows, repeats, BadRows.REFUSE_ORDER);
  }

  /** What a row does whose ids, value or time cannot be stored. */
  public enum BadRows {
    /** The order is refused. */
    REFUSE_ORDER,
    /** The row is refused, the others are taken in. */
    LEFT_OUT
  }

  /**
   * One interaction; {@code value} is finite.
   *
   * @param time when it happened, kept to the millisecond; null for now, and 1970-01-01T00:00:00Z for
   *     what is of unknown age
   */
  public record Row(String user, String item, float value, @Nullable Instant time) {

    /** One that happens now. */
    public Row(String user, String item, float value) {
      this(user, item, value, null);
    }

    /** Its value and time. */
    Dated dated(Instant now) {
      return new Dated(value, (time == null ? now : time).toEpochMilli());
    }

    /** Why it cannot be stored, with this before the names of fields; no id is told. */
    Optional<LetheException> misfit(String path, Instant now) {
      try {
        check(path);
        checkTime(path, now);
        return Optional.empty();
      } catch (LetheException why) {
        return Optional.of(why);
      }
    }

    /** As {@link #check}, and no more than that: for every row. */
    private boolean fits() {
      return ErasureTarget.isId(user) && ErasureTarget.isId(item) && Float.isFinite(value);
    }

    private void check(String path) {
      ErasureTarget.checkId(path + "user", user);
      ErasureTarget.checkId(path + "item", item);
      if (!Float.isFinite(value)) {
        String field = path + "value";
        throw new LetheException(
            ErrorKind.ARGUMENT_INVALID,
            "%s is %s; a finite number is needed".formatted(field, value), Map.of("field", field));
      }
    }

    /** Whether its time is too far ahead. */
    boolean isAhead(Instant now) {
      return time != null && time.isAfter(now.plus(AHEAD_MAX));
    }

    /** Refuses a time that is too far ahead. */
    void checkTime(String path, Instant now) {
      if (isAhead(now)) {
        String field = path + "time";
        throw new LetheException(
            ErrorKind.ARGUMENT_INVALID,
            "%s is %s; at most %s, %d h ahead of the server's clock, is allowed".formatted(
                field, time, now.plus(AHEAD_MAX), AHEAD_MAX.toHours()),
            Map.of("field", field));
      }
    }
  }

  /** What a request id stands for, field by field. */
  List<String> payload() {
    boolean timed = rows.stream().anyMatch(row -> row.time() != null);
    List<String> fields = new ArrayList<>((timed ? 4 : 3) * rows.size() + 3);
    fields.add(timed ? "append-timed" : "append");
    fields.add(model.value());
    fields.add(repeats.name());
    for (Row row : rows) {
      fields.add(row.user());
      fields.add(row.item());
      fields.add(Float.toString(row.value()));
      if (timed) {
        fields.add(row.time() == null ? "" : row.time().toString());
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
