package io.lethe.store.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.ZipException;

/** Reads interaction files in one streaming pass. Stateless but for its options; thread-safe. */
public final class InteractionReader {

  private final InputOptions options;

  /** A reader with the given options. */
  public InteractionReader(InputOptions options) {
    this.options = options;
  }

  /**
   * Reads a whole file. About a microsecond and 30 bytes a row.
   *
   * @throws BadInputException if a row is bad and bad rows are not skipped; in any case if the file
   *     has no usable columns or no row, more rows than allowed, is not UTF-8, or breaks the
   *     quoting rules, after which nobody can tell where a row begins
   * @throws IOException if the file cannot be read
   */
  public InteractionFile read(Path file) throws IOException {
    String name = file.getFileName().toString();
    Progress progress = new Progress();
    try (InputSource source = InputSource.open(file)) {
      return read(name, source, progress);
    } catch (CsvParseException malformed) {
      throw new BadInputException(name, progress.line + 1, reason(malformed), malformed);
    } catch (UncheckedIOException failure) {
      throw damaged(name, progress, failure);
    } catch (CharacterCodingException | ZipException | EOFException damaged) {
      throw damaged(name, progress, damaged);
    }
  }

  private InteractionFile read(String name, InputSource source, Progress progress)
      throws IOException {
    InputFormat format = options.format().orElseGet(() -> FormatSniffer.sniff(source));
    try (CsvReader<InputRow> rows = parser(format).build(new InputRow(), source.reader())) {
      Iterator<InputRow> iterator = rows.iterator();
      if (!iterator.hasNext()) {
        throw new BadInputException(name, 1, "the file holds no row");
      }
      InputRow row = iterator.next();
      progress.line = row.line();
      RowCollector collector = new RowCollector(name, columns(name, format, row), options);
      if (!hasHeader(format)) {
        collector.accept(row);
      }
      while (iterator.hasNext()) {
        row = iterator.next();
        progress.line = row.line();
        collector.accept(row);
      }
      return collector.finish(format);
    }
  }

  private static CsvReader.CsvReaderBuilder parser(InputFormat format) {
    return CsvReader.builder()
        .fieldSeparator(format.separator())
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(InputBounds.MAX_ROW_CHARS);
  }

  private boolean hasHeader(InputFormat format) {
    boolean byPosition = options.columns().map(ColumnMapping::isByPosition).orElse(false);
    return format == InputFormat.RECBOLE || (format.fixedColumns() == 0 && !byPosition);
  }

  private Columns columns(String name, InputFormat format, InputRow first) {
    if (first.isTooLarge()) {
      throw RowCollector.tooLarge(name, first.line());
    }
    Optional<ColumnMapping> mapping = options.columns();
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
    return Columns.byHeader(name, mapping, first);
  }

  private static String reason(CsvParseException malformed) {
    Throwable cause = malformed.getCause();
    String reason = cause == null ? malformed.getMessage() : cause.getMessage();
    return "quoting or row length is wrong in this row: " + reason;
  }

  private static BadInputException damaged(String name, Progress progress, Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String problem = cause instanceof CharacterCodingException
        ? "bytes at or after this line are not UTF-8"
        : "the file cannot be read on from here: " + cause.getMessage();
    return new BadInputException(name, progress.line + 1, problem, cause);
  }

  /** How far reading has come, for messages about what follows. */
  private static final class Progress {
    private long line;
  }
}
