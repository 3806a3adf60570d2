package io.lethe.store.input;

import io.lethe.engine.event.EventTypes;
import io.lethe.engine.event.EventWeights;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The event types of rows, each of them one string. A column that nobody named is taken for one of event
 * types as long as every cell can be one; from the first that cannot, the file has none. Confined.
 */
final class EventCells {

  private final String file;
  private final Columns columns;
  private final EventWeights weights;
  private final boolean told;
  private final IdDictionary types = new IdDictionary();
  /** By number of the event type. */
  private final List<Float> weightOf = new ArrayList<>();
  private final long[] rows = new long[EventTypes.TYPES_MAX];
  private long leftOut;
  private String unread = "";
  /** Of the row that was read last: the number of its event type plus one, 0 for none. */
  private int current;

  /**
   * Of a file's column, if it has one.
   *
   * @throws BadInputException if there are weights and no such column
   */
  EventCells(String file, Columns columns, EventWeights weights) {
    this.file = file;
    this.columns = columns;
    this.weights = weights;
    this.told = columns.events().told() || !weights.isEmpty();
    if (!weights.isEmpty() && !columns.events().isThere()) {
      throw new BadInputException(
          file, 1,
          "event types have weights, and the file has no column called event, event_type or alike;"
              + " name it, such as with --event-column");
    }
  }

  /** Reads a row's event type. */
  @Nullable
  RowFault read(InputRow row) {
    current = 0;
    int column = columns.events().position();
    if (column == Columns.ABSENT || !unread.isEmpty() || column >= row.columns()
        || row.length(column) == 0) {
      return null;
    }
    if (!isType(row, column)) {
      return notEventTypes(row, "holds %s".formatted(BadInputException.quoted(row.text(column))))
          ? RowFault.NO_EVENT_TYPE
          : null;
    }
    int number = types.number(row.buffer(), row.start(column), row.length(column));
    if (number == EventTypes.TYPES_MAX && tooMany(row)) {
      return null;
    }
    if (number == weightOf.size()) {
      String type = types.ids().get(number);
      weightOf.add(weights.knows(type) ? weights.weigh(type, 1) : Float.NaN);
    }
    current = number + 1;
    return Float.isNaN(weightOf.get(number)) ? RowFault.NO_WEIGHT : null;
  }

  private boolean isType(InputRow row, int column) {
    CharBuffer cell = CharBuffer.wrap(row.buffer(), row.start(column), row.length(column));
    boolean wordsOnly = !told && columns.events().wordsOnly();
    return wordsOnly ? EventTypes.isWord(cell) : EventTypes.isName(cell);
  }

  /** Whether the row is at fault, because the caller named the column. */
  private boolean notEventTypes(InputRow row, String why) {
    if (!told) {
      unread = "column %s %s in line %d"
          .formatted(BadInputException.quoted(columns.events().name()), why, row.line());
    }
    return told;
  }

  private boolean tooMany(InputRow row) {
    String why = "has more than %d event types".formatted(EventTypes.TYPES_MAX);
    if (notEventTypes(row, why)) {
      throw new BadInputException(
          file, row.line(),
          "column %s %s".formatted(BadInputException.quoted(columns.events().name()), why));
    }
    return true;
  }

  /** The value of the row that was read last, as it counts. */
  float weighed(float value) {
    return current == 0 ? value : weightOf.get(current - 1) * value;
  }

  /** Counts the row that was read last; false if it is to be left out. */
  boolean keeps() {
    if (current > 0) {
      rows[current - 1]++;
      leftOut += weightOf.get(current - 1) == 0 ? 1 : 0;
    }
    return current == 0 || weightOf.get(current - 1) != 0;
  }

  /** Of the row that was read last: the number of its event type plus one, 0 for none. */
  int current() {
    return current;
  }

  /** What a row's fault is about. */
  String describe(RowFault fault, InputRow row) {
    String cell = row.text(columns.events().position());
    return fault == RowFault.NO_WEIGHT
        ? "the event type %s has no weight; those with one are %s"
            .formatted(BadInputException.quoted(cell), weights.known())
        : "the event type %s is none: 1 to %d letters, digits, _ . : / and - make one"
            .formatted(BadInputException.quoted(cell), EventTypes.LENGTH_MAX);
  }

  /** The event types by number; none if the column turned out to hold something else. */
  List<String> names() {
    return unread.isEmpty() ? List.copyOf(types.ids()) : List.of();
  }

  InteractionFile.Events done() {
    SequencedMap<String, Long> byType = new LinkedHashMap<>();
    List<String> names = names();
    for (int number = 0; number < names.size(); number++) {
      if (rows[number] > 0) {
        byType.put(names.get(number), rows[number]);
      }
    }
    return new InteractionFile.Events(columns.events().name(), byType, leftOut, unread);
  }
}
