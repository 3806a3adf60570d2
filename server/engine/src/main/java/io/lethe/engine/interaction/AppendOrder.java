package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.Repeats;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Interactions to take in, all or none. Contains personal data: never logged.
 *
 * @param requestId the caller's, kept over retries
 * @param rows 1 to {@value #ROWS_MAX}, in the order in which they happened
 */
public record AppendOrder(ModelName model, UUID requestId, List<Row> rows, Repeats repeats) {

  /** Most rows of one order. */
  public static final int ROWS_MAX = 10_000;

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
    for (int k = 0; k < rows.size(); k++) {
      rows.get(k).check(k);
    }
  }

  /**
   * One interaction; {@code value} is finite.
   *
   * @param time when it happened; null for now
   */
  public record Row(String user, String item, float value, @Nullable Instant time) {

    /** One that happens now. */
    public Row(String user, String item, float value) {
      this(user, item, value, null);
    }

    private void check(int place) {
      // Formatting the names of fields for every row would cost more than all checks.
      if (ErasureTarget.isId(user) && ErasureTarget.isId(item) && Float.isFinite(value)) {
        return;
      }
      ErasureTarget.checkId("interactions[%d].user".formatted(place), user);
      ErasureTarget.checkId("interactions[%d].item".formatted(place), item);
      if (!Float.isFinite(value)) {
        String field = "interactions[%d].value".formatted(place);
        throw new LetheException(
            ErrorKind.ARGUMENT_INVALID,
            "%s is %s; a finite number is needed".formatted(field, value), Map.of("field", field));
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
