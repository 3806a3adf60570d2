package io.lethe.store.input;

import io.lethe.store.input.cell.DecimalParser;
import io.lethe.store.input.cell.TimeParser;
import io.lethe.store.input.cell.ValueParser;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks rows and collects the good ones; what happens to a bad one is the options' choice. */
final class RowCollector {

  private static final int THOUSAND_DIGITS = 3;

  private final String file;
  private final Columns columns;
  private final InputOptions options;
  private final ColumnsBuilder rows;
  private final EventCells events;
  private final Map<RowFault, Long> skipped = new EnumMap<>(RowFault.class);
  private final ValueParser values;
  private final TimeParser times;

  RowCollector(String file, Columns columns, InputOptions options, boolean decimalComma) {
    this.file = file;
    this.columns = columns;
    this.options = options;
    this.rows = new ColumnsBuilder(options.repeats());
    this.events = new EventCells(file, columns, options.weights());
    this.values = new ValueParser(new DecimalParser(decimalComma));
    this.times = new TimeParser(new DecimalParser(decimalComma));
  }

  void accept(InputRow row) {
    if (row.isTooLarge()) {
      throw tooLarge(file, row.line());
    }
    if (rows.size() == options.maxRows()) {
      throw new BadInputException(
          file, row.line(), "the file has more than the %d rows allowed".formatted(rows.size()));
    }
    RowFault fault = add(row);
    if (fault != null && !options.skipBadRows()) {
      throw new BadInputException(file, row.line(), describe(fault, row));
    }
    if (fault != null) {
      skipped.merge(fault, 1L, Long::sum);
    }
  }

  InteractionFile finish(InputFormat format) {
    if (rows.size() == 0) {
      throw new BadInputException(file, 1, "the file holds no usable row");
    }
    return new InteractionFile(
        rows.build(events.names()), rows.times(), format, rows.merged(), skipped, events.done(),
        columns.value() != Columns.ABSENT, columns.unread());
  }

  private @Nullable RowFault add(InputRow row) {
    if (row.columns() < columns.needed() || !endsEmpty(row)) {
      return RowFault.COLUMN_COUNT;
    }
    if (row.length(columns.user()) == 0 || row.length(columns.item()) == 0) {
      return RowFault.EMPTY_ID;
    }
    if (!row.isText(columns.user()) || !row.isText(columns.item())) {
      return RowFault.NO_TEXT;
    }
    if (isTooLong(row, columns.user()) || isTooLong(row, columns.item())) {
      return RowFault.ID_TOO_LONG;
    }
    double time = time(row);
    if (columns.timestampTold() && Double.isNaN(time)) {
      return RowFault.NOT_A_NUMBER;
    }
    RowFault fault = parseValue(row);
    if (fault == null) {
      fault = events.read(row);
    }
    return fault == null ? keep(row, time) : fault;
  }

  private @Nullable RowFault keep(InputRow row, double time) {
    float value = events.weighed(value());
    if (!Float.isFinite(value)) {
      return RowFault.NOT_FINITE;
    }
    return !events.keeps() || rows.add(row, columns, value, time, events.current())
        ? null
        : RowFault.NOT_FINITE;
  }

  private float value() {
    return columns.value() == Columns.ABSENT ? 1 : (float) values.value();
  }

  /** Whether cells behind the last column, as a separator at the end makes them, hold nothing. */
  private boolean endsEmpty(InputRow row) {
    for (int column = columns.count(); column < row.columns(); column++) {
      if (row.length(column) > 0) {
        return false;
      }
    }
    return true;
  }

  /** The row's time; 0 in a file without times, NaN if it cannot be read. */
  private double time(InputRow row) {
    int column = columns.timestamp();
    if (column == Columns.ABSENT) {
      return 0;
    }
    return column < row.columns()
        ? times.parse(row.buffer(), row.start(column), row.length(column))
        : Double.NaN;
  }

  private static boolean isTooLong(InputRow row, int column) {
    return row.utf8Bytes(column) > InputBounds.MAX_ID_BYTES;
  }

  private @Nullable RowFault parseValue(InputRow row) {
    int column = columns.value();
    if (column == Columns.ABSENT) {
      return null;
    }
    return switch (values.parse(row.buffer(), row.start(column), row.length(column))) {
      case NUMBER -> isAmbiguous(row, column) ? RowFault.NOT_A_NUMBER : null;
      case NOT_A_NUMBER -> RowFault.NOT_A_NUMBER;
      case NOT_FINITE -> RowFault.NOT_FINITE;
    };
  }

  private String describe(RowFault fault, InputRow row) {
    return switch (fault) {
      case COLUMN_COUNT ->
        "%d columns where %d are expected".formatted(row.columns(), columns.count());
      case EMPTY_ID ->
        "the %s id is empty".formatted(row.length(columns.user()) == 0 ? "user" : "item");
      case NO_TEXT -> "the %s id holds half a character, a surrogate without its other half"
          .formatted(row.isText(columns.user()) ? "item" : "user");
      case ID_TOO_LONG -> describeLength(row);
      case NOT_A_NUMBER, NOT_FINITE -> describeNumber(fault, row);
      case NO_EVENT_TYPE, NO_WEIGHT -> events.describe(fault, row);
    };
  }

  private String describeLength(InputRow row) {
    boolean user = isTooLong(row, columns.user());
    int column = user ? columns.user() : columns.item();
    return "the %s id %s has %d bytes of UTF-8, more than %d".formatted(
        user ? "user" : "item", quoted(row, column), row.utf8Bytes(column),
        InputBounds.MAX_ID_BYTES);
  }

  private String describeNumber(RowFault fault, InputRow row) {
    if (columns.timestampTold() && Double.isNaN(time(row))) {
      return "the timestamp %s is neither a number nor a date such as 2024-01-31T09:30:00Z"
          .formatted(quoted(row, columns.timestamp()));
    }
    String value = quoted(row, columns.value());
    if (fault == RowFault.NOT_FINITE) {
      boolean finite = parseValue(row) != fault && Float.isFinite(value());
      if (finite && !Float.isFinite(events.weighed(value()))) {
        return "the rating %s times the weight of its event type is not a finite number"
            .formatted(value);
      }
      return !finite
          ? "the rating %s is not a finite number".formatted(value)
          : "the sum of this pair's ratings with %s is not a finite number".formatted(value);
    }
    if (isAmbiguous(row, columns.value())) {
      return "the rating %s may have a decimal comma or a separator of thousands; say --decimal comma,"
          .formatted(value) + " or write it without the comma";
    }
    if (value.indexOf(',') >= 0 && value.indexOf('.') >= 0) {
      return "the rating %s is not a number; write it without a separator of thousands"
          .formatted(value);
    }
    return value.indexOf(',') < 0
        ? "the rating %s is not a number".formatted(value)
        : "the rating %s is not a number; if its comma is a decimal one, say --decimal comma"
            .formatted(value);
  }

  /** Whether a comma stands where one of thousands would, and the caller did not say which it is. */
  private boolean isAmbiguous(InputRow row, int column) {
    int end = row.start(column) + row.length(column);
    int comma = end - 1 - THOUSAND_DIGITS;
    return options.decimalComma().isEmpty() && comma > row.start(column)
        && row.buffer()[comma] == ',' && row.length(column) <= 2 * THOUSAND_DIGITS + 2;
  }

  private static String quoted(InputRow row, int column) {
    return BadInputException.quoted(row.text(column));
  }

  static BadInputException tooLarge(String file, long line) {
    return new BadInputException(
        file, line, "the row has more than %d columns or %d characters"
            .formatted(InputBounds.MAX_COLUMNS, InputBounds.MAX_ROW_CHARS));
  }
}
