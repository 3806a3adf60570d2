package io.lethe.store.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rows of cells between separators. */
final class CsvRows implements Rows {

  private final String file;
  private final FormatSniffer.Layout layout;
  private final CsvReader<InputRow> reader;
  private final Iterator<InputRow> rows;
  private long line;

  CsvRows(String file, FormatSniffer.Layout layout, InputSource source) throws IOException {
    this.file = file;
    this.layout = layout;
    if (layout.separatorLine()) {
      line = source.skipFirstLine();
    }
    this.reader = CsvReader.builder()
        .fieldSeparator(layout.separator())
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(InputBounds.MAX_ROW_CHARS)
        .build(new InputRow().startingAfter(line), source.reader());
    this.rows = reader.iterator();
  }

  @Override
  public @Nullable InputRow header() {
    return next();
  }

  @Override
  public @Nullable InputRow next() {
    try {
      InputRow row = rows.hasNext() ? rows.next() : null;
      while (row != null && row.isBlank()) {
        row = rows.hasNext() ? rows.next() : null;
      }
      line = row == null ? line : row.line();
      return row;
    } catch (CsvParseException malformed) {
      Throwable cause = malformed.getCause();
      throw new BadInputException(
          file, line + 1,
          "quoting or row length is wrong in this row, whose cells are separated by %s: %s"
              .formatted(
                  BadInputException.quoted(layout.separator()),
                  cause == null ? malformed.getMessage() : cause.getMessage()),
          malformed);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
