package io.lethe.store.input;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/**
 * The row that the parser is at: a cursor over one reused buffer, so that a file of any length
 * costs a constant number of objects. Unquoted cells are stripped of surrounding blanks.
 */
final class InputRow extends AbstractBaseCsvCallbackHandler<InputRow> {

  private final char[] buffer = new char[InputBounds.MAX_ROW_CHARS];
  private final int[] starts = new int[InputBounds.MAX_COLUMNS];
  private final int[] ends = new int[InputBounds.MAX_COLUMNS];
  private long line;
  private long linesBefore;
  private int columns;
  private int filled;

  /** The same, counting lines from behind so many that no parser reads. */
  InputRow startingAfter(long lines) {
    linesBefore = lines;
    return this;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = linesBefore + startingLineNumber;
    columns = 0;
    filled = 0;
  }

  @Override
  protected void handleField(int column, char[] source, int offset, int length, boolean quoted) {
    // Counting goes on past the bounds, so that the row is found to be too wide or too long.
    columns = column + 1;
    if (column >= InputBounds.MAX_COLUMNS || length > buffer.length - filled) {
      filled = buffer.length;
      return;
    }
    int from = offset;
    int to = offset + length;
    while (!quoted && from < to && isBlank(source[from])) {
      from++;
    }
    while (!quoted && to > from && isBlank(source[to - 1])) {
      to--;
    }
    System.arraycopy(source, from, buffer, filled, to - from);
    starts[column] = filled;
    filled += to - from;
    ends[column] = filled;
  }

  @Override
  protected InputRow buildRecord() {
    return this;
  }

  /**
   * Begins a row that no CSV parser reads, with so many empty cells.
   *
   * @param cells at most {@link InputBounds#MAX_COLUMNS}
   */
  void begin(long at, int cells) {
    handleBegin(at);
    columns = cells;
    Arrays.fill(starts, 0, cells, 0);
    Arrays.fill(ends, 0, cells, 0);
  }

  /** Sets one cell of a row that {@link #begin} began; no cell twice. */
  void set(int column, char[] source, int offset, int length) {
    if (length > buffer.length - filled) {
      filled = buffer.length;
      return;
    }
    System.arraycopy(source, offset, buffer, filled, length);
    starts[column] = filled;
    filled += length;
    ends[column] = filled;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Line on which the row begins, from 1. */
  long line() {
    return line;
  }

  int columns() {
    return columns;
  }

  /** Whether the line holds nothing but blanks. */
  boolean isBlank() {
    return columns == 1 && length(0) == 0;
  }

  boolean isTooLarge() {
    return columns > InputBounds.MAX_COLUMNS || filled == buffer.length;
  }

  char[] buffer() {
    return buffer;
  }

  int start(int column) {
    return starts[column];
  }

  int length(int column) {
    return ends[column] - starts[column];
  }

  /** Length of a cell in UTF-8; a surrogate pair has four bytes, two a half. */
  int utf8Bytes(int column) {
    int bytes = 0;
    for (int k = starts[column]; k < ends[column]; k++) {
      char c = buffer[k];
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** Whether no surrogate of a cell is without its other half. */
  boolean isText(int column) {
    for (int k = starts[column]; k < ends[column]; k++) {
      if (Character.isHighSurrogate(buffer[k]) && k + 1 < ends[column]
          && Character.isLowSurrogate(buffer[k + 1])) {
        k++;
      } else if (Character.isSurrogate(buffer[k])) {
        return false;
      }
    }
    return true;
  }

  String text(int column) {
    return new String(buffer, starts[column], length(column));
  }
}
