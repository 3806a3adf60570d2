package io.lethe.store.input;

import java.util.Optional;

/**
 * How to read a file.
 *
 * @param format as told; empty to find out from the file's name and first line
 * @param columns where the columns are; empty to use the header, or what the format lays down
 * @param skipBadRows whether bad rows are counted per reason and left out, instead of ending the
 *     read with an error
 * @param maxRows most rows to accept, 1 to {@link InputBounds#MAX_ROWS}; a longer file is refused
 */
public record InputOptions(
    Optional<InputFormat> format, Optional<ColumnMapping> columns, boolean skipBadRows,
    int maxRows) {

  /** Rows accepted unless told otherwise. */
  public static final int DEFAULT_MAX_ROWS = 100_000_000;

  public InputOptions {
    if (maxRows < 1 || maxRows > InputBounds.MAX_ROWS) {
      throw new IllegalArgumentException(
          "%d rows are outside 1..%d".formatted(maxRows, InputBounds.MAX_ROWS));
    }
  }

  /** Everything found out from the file itself, bad rows refused. */
  public static InputOptions defaults() {
    return new InputOptions(Optional.empty(), Optional.empty(), false, DEFAULT_MAX_ROWS);
  }

  /** The same with a format told. */
  public InputOptions withFormat(InputFormat told) {
    return new InputOptions(Optional.of(told), columns, skipBadRows, maxRows);
  }

  /** The same with a column mapping. */
  public InputOptions withColumns(ColumnMapping mapping) {
    return new InputOptions(format, Optional.of(mapping), skipBadRows, maxRows);
  }

  /** The same with bad rows counted instead of refused. */
  public InputOptions skippingBadRows() {
    return new InputOptions(format, columns, true, maxRows);
  }

  /** The same with another bound on rows. */
  public InputOptions withMaxRows(int rows) {
    return new InputOptions(format, columns, skipBadRows, rows);
  }
}
