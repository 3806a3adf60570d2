package io.lethe.store.input;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks rows and collects the good ones; what happens to a bad one is the options' choice. */
final class RowCollector {

  private final String file;
  private final Columns columns;
  private final InputOptions options;
  private final ColumnsBuilder rows = new ColumnsBuilder();
  private final Map<RowFault, Long> skipped = new EnumMap<>(RowFault.class);
  private final DecimalParser decimal = new DecimalParser();

  RowCollector(String file, Columns columns, InputOptions options) {
    this.file = file;
    this.columns = columns;
    this.options = options;
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
    return new InteractionFile(rows.build(), rows.times(), format, skipped);
  }

  private @Nullable RowFault add(InputRow row) {
    if (row.columns() != columns.count()) {
      return RowFault.COLUMN_COUNT;
    }
    if (row.length(columns.user()) == 0 || row.length(columns.item()) == 0) {
      return RowFault.EMPTY_ID;
    }
    if (isTooLong(row, columns.user()) || isTooLong(row, columns.item())) {
      return RowFault.ID_TOO_LONG;
    }
    RowFault timestampFault = parse(row, columns.timestamp());
    if (timestampFault != null) {
      return timestampFault;
    }
    double time = decimal.value();
    RowFault valueFault = parse(row, columns.value());
    if (valueFault != null) {
      return valueFault;
    }
    float value = columns.value() == Columns.ABSENT ? 1 : (float) decimal.value();
    if (Float.isInfinite(value)) {
      return RowFault.NOT_FINITE;
    }
    return rows.add(row, columns, value, time) ? null : RowFault.DUPLICATE_PAIR;
  }

  private static boolean isTooLong(InputRow row, int column) {
    return row.utf8Bytes(column) > InputBounds.MAX_ID_BYTES;
  }

  private @Nullable RowFault parse(InputRow row, int column) {
    if (column == Columns.ABSENT) {
      return null;
    }
    return switch (decimal.parse(row.buffer(), row.start(column), row.length(column))) {
      case NUMBER -> null;
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
      case ID_TOO_LONG -> describeLength(row);
      case NOT_A_NUMBER, NOT_FINITE -> describeNumber(fault, row);
      case DUPLICATE_PAIR -> "user %s and item %s occur together in an earlier row"
          .formatted(quoted(row, columns.user()), quoted(row, columns.item()));
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
    boolean timestamp = parse(row, columns.timestamp()) == fault;
    return "the %s %s is %s".formatted(
        timestamp ? "timestamp" : "rating",
        quoted(row, timestamp ? columns.timestamp() : columns.value()),
        fault == RowFault.NOT_A_NUMBER ? "not a number" : "not a finite number");
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
