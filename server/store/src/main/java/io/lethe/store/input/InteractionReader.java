package io.lethe.store.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import tools.jackson.core.exc.JacksonIOException;

/** Reads interaction files in one pass. Stateless but for its options; thread-safe. */
public final class InteractionReader {

  private final InputOptions options;

  /** A reader with the given options. */
  public InteractionReader(InputOptions options) {
    this.options = options;
  }

  /**
   * Reads a whole file. About a microsecond and 30 bytes a row, and 24 to 48 bytes a distinct pair
   * while it reads.
   *
   * @throws BadInputException if a row is bad and bad rows are not skipped; in any case if the file
   *     is no text, has no usable columns or no row, more rows than allowed, is not in its encoding,
   *     or breaks the rules of quotes or JSON, so that the next row's beginning is unknown
   * @throws IOException if the file cannot be read
   */
  public InteractionFile read(Path file) throws IOException {
    boolean parquet = options.format().map(InputFormat.PARQUET::equals).orElse(true);
    if (parquet && ForeignFile.PARQUET.begins(file)) {
      try (Rows rows = new ParquetRows(file)) {
        return collect(
            file.getFileName().toString(), rows, InputFormat.PARQUET,
            options.decimalComma().orElse(false), new Progress());
      }
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(file.getFileName().toString(), bytes);
    }
  }

  /**
   * Reads a whole stream as {@link #read(Path)} reads a file.
   *
   * @param name for messages; its end tells the format where nothing else does
   */
  public InteractionFile read(String name, InputStream bytes) throws IOException {
    Progress progress = new Progress();
    try (InputSource source = InputSource.of(name, bytes)) {
      return read(name, source, progress);
    } catch (UncheckedIOException | JacksonIOException failure) {
      throw damaged(name, progress, failure);
    } catch (CharacterCodingException | ZipException | EOFException damaged) {
      throw damaged(name, progress, damaged);
    }
  }

  private InteractionFile read(String name, InputSource source, Progress progress)
      throws IOException {
    FormatSniffer.Layout layout = FormatSniffer.sniff(source, options);
    try (Rows rows = rows(name, layout, source)) {
      return collect(name, rows, layout.format(), layout.decimalComma(), progress);
    }
  }

  private InteractionFile collect(
      String name, Rows rows, InputFormat format, boolean decimalComma, Progress progress) {
    InputRow row = rows.header();
    if (row == null) {
      throw new BadInputException(name, 1, "the file holds no row");
    }
    progress.line = row.line();
    Columns columns = columns(name, format, row);
    rows.choose(columns);
    RowCollector collector = new RowCollector(name, columns, options, decimalComma);
    if (hasHeader(format)) {
      row = rows.next();
    }
    for (; row != null; row = rows.next()) {
      progress.line = row.line();
      collector.accept(row);
    }
    return collector.finish(format);
  }

  private static Rows rows(String name, FormatSniffer.Layout layout, InputSource source)
      throws IOException {
    return switch (layout.format()) {
      case JSON_LINES -> new JsonRows(name, source);
      case CSV, TSV, MOVIELENS_TABS, MOVIELENS_COLONS, RECBOLE -> new CsvRows(name, layout, source);
      case PARQUET -> throw new BadInputException(
          name, 1, "the file does not begin as a Parquet file does, with PAR1");
    };
  }

  private boolean hasHeader(InputFormat format) {
    boolean byPosition = options.columns().map(ColumnMapping::isByPosition).orElse(false);
    return switch (format) {
      case RECBOLE, JSON_LINES, PARQUET -> true;
      case CSV, TSV -> !byPosition;
      case MOVIELENS_TABS, MOVIELENS_COLONS -> false;
    };
  }

  private Columns columns(String name, InputFormat format, InputRow first) {
    if (first.isTooLarge()) {
      throw RowCollector.tooLarge(name, first.line());
    }
    Optional<ColumnMapping> mapping = options.columns();
    if (format.fixedColumns() > 0 && options.eventColumn().isPresent()) {
      throw new BadInputException(
          name, 1, "format " + format + " has no header in which to find event types by name");
    }
    if (mapping.isPresent() && mapping.get().isByPosition()) {
      return Columns.byPosition(name, mapping.get(), first);
    }
    if (mapping.isPresent() && format.fixedColumns() > 0) {
      throw new BadInputException(
          name, 1, "format " + format + " has no header in which to find columns by name");
    }
    if (format.fixedColumns() > 0) {
      return Columns.fixed(format.fixedColumns());
    }
    return Columns.byHeader(name, mapping, options.eventColumn(), first);
  }

  private static BadInputException damaged(String name, Progress progress, Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String problem = cause instanceof CharacterCodingException
        ? "bytes at or after this line are not UTF-8; convert the file, such as with"
            + " iconv -f windows-1252 -t utf-8 FILE"
        : "the file cannot be read on from here: "
            + (cause.getMessage() == null ? "it ends too early" : cause.getMessage());
    return new BadInputException(name, progress.line + 1, problem, cause);
  }

  /** How far reading has come, for messages about what follows. */
  private static final class Progress {
    private long line;
  }
}
