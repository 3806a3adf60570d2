package io.lethe.store.input;

import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventWeights;
import java.util.Optional;

/**
 * How to read a file.
 *
 * @param format as told; empty to find out from the file's name and first line
 * @param columns where the columns are; empty to use the header, or what the format lays down
 * @param eventColumn the header's name for the column of event types, beside columns that are found;
 *     empty to find it, too
 * @param separator what stands between two cells, one character or {@code ::}; empty to find out
 * @param decimalComma whether numbers have a comma before their fraction; empty: where the cells of
 *     a CSV file are separated by anything but commas
 * @param repeats what counts where a pair of user and item occurs in several rows
 * @param weights by which values are multiplied before they are compared or summed up; where there are
 *     any, the file must have a column of event types
 * @param skipBadRows whether bad rows are counted per reason and left out, instead of ending the
 *     read with an error
 * @param maxRows most rows to accept, 1 to {@link InputBounds#MAX_ROWS}; a longer file is refused
 */
public record InputOptions(
    Optional<InputFormat> format, Optional<ColumnMapping> columns, Optional<String> eventColumn,
    Optional<String> separator, Optional<Boolean> decimalComma, Repeats repeats,
    EventWeights weights, boolean skipBadRows, int maxRows) {

  /** Rows accepted unless told otherwise. */
  public static final int DEFAULT_MAX_ROWS = 100_000_000;

  private static final String COLONS = "::";

  public InputOptions {
    separator.ifPresent(InputOptions::checkSeparator);
    if (maxRows < 1 || maxRows > InputBounds.MAX_ROWS) {
      throw new IllegalArgumentException(
          "%d rows are outside 1..%d".formatted(maxRows, InputBounds.MAX_ROWS));
    }
  }

  private static void checkSeparator(String separator) {
    if (!separator.equals(COLONS) && (separator.length() != 1 || "\"\r\n".contains(separator))) {
      throw new IllegalArgumentException(
          "the separator %s is neither one character nor ::"
              .formatted(BadInputException.quoted(separator)));
    }
  }

  /** Everything found out from the file itself, bad rows refused, the latest of repeats counted. */
  public static InputOptions defaults() {
    return new InputOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Repeats.LATEST, EventWeights.NONE, false, DEFAULT_MAX_ROWS);
  }

  /** The same with a format told. */
  public InputOptions withFormat(InputFormat told) {
    return new InputOptions(
        Optional.of(told), columns, eventColumn, separator, decimalComma, repeats, weights,
        skipBadRows, maxRows);
  }

  /** The same with a column mapping. */
  public InputOptions withColumns(ColumnMapping mapping) {
    return new InputOptions(
        format, Optional.of(mapping), eventColumn, separator, decimalComma, repeats, weights,
        skipBadRows, maxRows);
  }

  /** The same with the column of event types told, beside columns that are found. */
  public InputOptions withEventColumn(String name) {
    return new InputOptions(
        format, columns, Optional.of(name), separator, decimalComma, repeats, weights, skipBadRows,
        maxRows);
  }

  /** The same with a separator told. */
  public InputOptions withSeparator(String told) {
    return new InputOptions(
        format, columns, eventColumn, Optional.of(told), decimalComma, repeats, weights,
        skipBadRows, maxRows);
  }

  /** The same with the decimal mark told. */
  public InputOptions withDecimalComma(boolean comma) {
    return new InputOptions(
        format, columns, eventColumn, separator, Optional.of(comma), repeats, weights, skipBadRows,
        maxRows);
  }

  /** The same with another rule for repeated pairs. */
  public InputOptions withRepeats(Repeats rule) {
    return new InputOptions(
        format, columns, eventColumn, separator, decimalComma, rule, weights, skipBadRows, maxRows);
  }

  /** The same with other weights. */
  public InputOptions withWeights(EventWeights byType) {
    return new InputOptions(
        format, columns, eventColumn, separator, decimalComma, repeats, byType, skipBadRows,
        maxRows);
  }

  /** The same with bad rows counted instead of refused. */
  public InputOptions skippingBadRows() {
    return new InputOptions(
        format, columns, eventColumn, separator, decimalComma, repeats, weights, true, maxRows);
  }

  /** The same with another bound on rows. */
  public InputOptions withMaxRows(int rows) {
    return new InputOptions(
        format, columns, eventColumn, separator, decimalComma, repeats, weights, skipBadRows, rows);
  }
}
