package io.lethe.store.input;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file, as those of a table of text; only the columns that count are read. This
 * class is loaded for such a file alone: its library is on the class path of the commands that read
 * files, and of no server.
 */
final class ParquetRows implements Rows {

  private static final Set<CompressionCodec> COMPRESSIONS = EnumSet.of(
      CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.GZIP,
      CompressionCodec.ZSTD);

  /** A column that is read, at its place among the file's. */
  private record Cell(int place, ParquetColumn column, ParquetColumn.Use use) {}

  private final String file;
  private final ParquetFileReader reader;
  private final List<SchemaNode> fields;
  private final InputRow row = new InputRow();
  private final List<Cell> cells = new ArrayList<>();
  private @Nullable RowReader rows;
  private long number;

  /**
   * Opens a file.
   *
   * @throws BadInputException if its description, which stands at its end, cannot be read, has more
   *     columns than allowed, or names a compression that cannot be undone
   */
  ParquetRows(Path path) throws IOException {
    this.file = path.getFileName().toString();
    this.reader = guarded(() -> ParquetFileReader.open(new Ranges(path)));
    try {
      this.fields = guarded(() -> reader.getFileSchema().getRootNode().children());
      check();
    } catch (BadInputException refused) {
      reader.close();
      throw refused;
    }
  }

  private void check() {
    fields.forEach(field -> guarded(() -> Objects.requireNonNull(field.name(), "a column's name")));
    if (fields.size() > InputBounds.MAX_COLUMNS) {
      throw RowCollector.tooLarge(file, 1);
    }
    Optional<CompressionCodec> unknown = guarded(
        () -> reader.getFileMetaData()
            .rowGroups()
            .stream()
            .flatMap(group -> group.columns().stream())
            .map(chunk -> chunk.metaData().codec())
            .filter(codec -> !COMPRESSIONS.contains(codec))
            .findFirst());
    if (unknown.isPresent()) {
      throw new BadInputException(
          file, 1,
          "the Parquet file is compressed with %s; write it with zstd, snappy, gzip or without"
              .formatted(unknown.get().name().toLowerCase(Locale.ROOT)));
    }
  }

  /** The names of all columns. */
  @Override
  public InputRow header() {
    row.begin(1, fields.size());
    for (int place = 0; place < fields.size(); place++) {
      set(place, fields.get(place).name());
    }
    return row;
  }

  @Override
  public void choose(Columns columns) {
    use(columns.user(), ParquetColumn.Use.ID, true);
    use(columns.item(), ParquetColumn.Use.ID, true);
    use(columns.value(), ParquetColumn.Use.VALUE, true);
    use(columns.timestamp(), ParquetColumn.Use.TIME, columns.timestampTold());
    use(columns.events().position(), ParquetColumn.Use.EVENT, columns.events().told());
    String[] names = cells.stream().map(cell -> cell.column().name()).toArray(String[]::new);
    rows = guarded(
        () -> reader.buildRowReader().projection(ColumnProjection.columns(names)).build());
  }

  /** A column that only looks like one of times or of event types is left alone. */
  private void use(int place, ParquetColumn.Use use, boolean needed) {
    if (place == Columns.ABSENT) {
      return;
    }
    SchemaNode field = fields.get(place);
    Optional<ParquetColumn.Kind> kind = ParquetColumn.kind(field).filter(one -> one.serves(use));
    if (kind.isPresent()) {
      cells.add(new Cell(place, new ParquetColumn(field.name(), kind.get()), use));
    } else if (needed) {
      throw new BadInputException(
          file, 1,
          "column %s holds %s, and %s; name another, such as with --columns, or convert it"
              .formatted(
                  BadInputException.quoted(field.name()), ParquetColumn.words(field), use.words()));
    }
  }

  @Override
  public @Nullable InputRow next() {
    RowReader at = rows;
    if (at == null || !guarded(at::hasNext)) {
      return null;
    }
    number++;
    guarded(() -> {
      at.next();
      return at;
    });
    row.begin(number, fields.size());
    for (Cell cell : cells) {
      set(cell.place(), text(at, cell));
    }
    return row;
  }

  private String text(RowReader at, Cell cell) {
    return guarded(() -> {
      try {
        return cell.column().text(at, cell.use());
      } catch (ParquetColumn.MeaninglessException problem) {
        throw new BadInputException(
            file, number, "column %s holds %s"
                .formatted(BadInputException.quoted(cell.column().name()), problem.getMessage()));
      }
    });
  }

  private void set(int place, String text) {
    row.set(place, text.toCharArray(), 0, text.length());
  }

  @Override
  public void close() throws IOException {
    RowReader at = rows;
    if (at != null) {
      at.close();
    }
    reader.close();
  }

  /** What the library makes of bytes. */
  @FunctionalInterface
  private interface Reading<T> {
    T get() throws IOException;
  }

  /** The library has no exception of its own for bytes that contradict each other. */
  private <T> T guarded(Reading<T> reading) {
    try {
      return reading.get();
    } catch (BadInputException refused) {
      throw refused;
    } catch (IOException | RuntimeException failure) {
      throw new BadInputException(
          file, number + 1, "the Parquet file is damaged, or of a kind that Lethe does not know: "
              + failure.getMessage(),
          failure);
    }
  }

  /**
   * Reads ranges where the library would map the file: a mapped file that is cut while it is read ends
   * the process. Thread-safe once open.
   */
  private static final class Ranges implements InputFile {

    private final Path path;
    private @Nullable FileChannel channel;

    Ranges(Path path) {
      this.path = path;
    }

    @Override
    public void open() throws IOException {
      if (channel == null) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      }
    }

    private FileChannel channel() {
      return Objects.requireNonNull(channel, "not open");
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
      // The library asks for nothing, again and again, where a page says that it is longer than its column.
      if (offset < 0 || length <= 0 || offset > length() - length) {
        throw new EOFException(
            "%d bytes at %d, of a file of %d".formatted(length, offset, length()));
      }
      ByteBuffer bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        if (channel().read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException("the file has become shorter");
        }
      }
      return bytes.flip();
    }

    @Override
    public long length() throws IOException {
      return channel().size();
    }

    @Override
    public String name() {
      return path.getFileName().toString();
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
