package io.lethe.store.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.event.EventColumn;
import io.lethe.engine.event.EventTypes;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.FileScan;
import io.lethe.store.disk.PagedSha256;
import io.lethe.store.disk.SealedChanges;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment as a file: its name tells the rows, its last bytes seal all before.
 *
 * @param firstRow number of its first row
 * @param end number after its last row
 */
record LogSegmentFile(Path path, int firstRow, int end) {

  /** Of rows without times and event types; is read and no longer written, as are the next two. */
  static final int FORMAT_PLAIN = 1;
  /** Of rows without event types, with a column of times behind the values. */
  static final int FORMAT_TIMED = 2;
  /** Of rows with event types behind the values, and with how many times there are before both. */
  static final int FORMAT_TYPED = 3;
  /** Of all rows, sealed page by page, so that rows and ids are purged where they stand. */
  static final int FORMAT = 4;
  /** Bytes before the columns: magic, format, first row, rows, and two numbers a side. */
  static final int HEADER_BYTES = 8 + 7 * Integer.BYTES;

  private static final byte[] MAGIC = "LETHELOG".getBytes(StandardCharsets.US_ASCII);
  private static final int PART_BYTES = 1 << 16;
  private static final Pattern NAME = Pattern.compile("rows-([0-9]{10})-([0-9]{10})\\.bin");

  static LogSegmentFile in(Path folder, int firstRow, int end) {
    return new LogSegmentFile(
        folder.resolve("rows-%010d-%010d.bin".formatted(firstRow, end)), firstRow, end);
  }

  /** The segment that a file is by its name; empty if it is something else. */
  static Optional<LogSegmentFile> of(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    long firstRow = Long.parseLong(name.group(1));
    long end = Long.parseLong(name.group(2));
    return firstRow < end && end <= Integer.MAX_VALUE
        ? Optional.of(new LogSegmentFile(path, (int) firstRow, (int) end))
        : Optional.empty();
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** Where the file is written before it gets its name. */
  Path temporary() {
    return path.resolveSibling(StoreLayout.TEMPORARY_PREFIX + path.getFileName());
  }

  /** Where the file that had the name before is kept until it is destroyed. */
  Path replaced() {
    return path.resolveSibling(StoreLayout.TEMPORARY_PREFIX + "replaced-" + path.getFileName());
  }

  /** Writes and syncs the temporary file. */
  void stage(LogSegment segment) throws IOException {
    Shredder.destroy(temporary());
    PagedSha256 digest = new PagedSha256();
    try (FileOutput out = new FileOutput(temporary(), Runnable::run, digest)) {
      out.write(MAGIC);
      out.writeInt(FORMAT);
      out.writeInt(segment.firstRow());
      out.writeInt(segment.rows());
      writeCounts(out, segment.users());
      writeCounts(out, segment.items());
      out.write(segment.userColumn(), segment.rows());
      out.write(segment.itemColumn(), segment.rows());
      out.write(segment.values(), segment.rows());
      out.writeInt(segment.times().length);
      out.write(segment.times(), segment.times().length);
      writeEvents(out, segment);
      writeIds(out, segment.users());
      writeIds(out, segment.items());
      SealedChanges.seal(out, digest);
      out.sync();
    }
  }

  private static void writeEvents(FileOutput out, LogSegment segment) throws IOException {
    EventColumn events = segment.events();
    out.writeInt(events.names().size());
    if (!events.isEmpty()) {
      IdList.write(out, events.names());
      out.write(events.numbers(0, segment.rows()));
    }
  }

  private static void writeCounts(FileOutput out, LogSegment.Ids ids) throws IOException {
    out.writeInt(ids.first());
    out.writeInt(ids.ids().size());
  }

  private static void writeIds(FileOutput out, LogSegment.Ids ids) throws IOException {
    out.write(ids.firstRows(), ids.ids().size());
    IdList.write(out, ids.ids());
  }

  /**
   * Gives the staged file its name, instead of one that has it; not synced.
   *
   * @return whether the one before is kept
   */
  boolean publish() throws IOException {
    boolean kept = Shredder.keep(path, replaced());
    DurableFiles.rename(temporary(), path);
    return kept;
  }

  /**
   * Reads and verifies the file.
   *
   * @param patch what counts instead of what stands there
   */
  LogSegment read(List<FilePatch.Write> patch) throws IOException, DamagedFileException {
    try (FileInput in = open(patch)) {
      try {
        LogSegment segment = content(in);
        verify(in);
        return segment;
      } catch (DamagedFileException malformed) {
        // Bytes that make no sense: that they are changed is a better reason than what they say now.
        verify(patch);
        throw malformed;
      }
    }
  }

  /** Verifies the file. */
  void verify(List<FilePatch.Write> patch) throws IOException, DamagedFileException {
    try (FileInput in = open(patch)) {
      long body = in.soFar() instanceof PagedSha256
          ? SealedChanges.bodyOf(in.length())
          : in.length() - FileDigest.SHA256_BYTES;
      while (in.length() - in.remaining() < body) {
        long rest = body - in.length() + in.remaining();
        var _ = in.readBytes((int) Math.min(rest, PART_BYTES));
      }
      verify(in);
    }
  }

  private FileInput open(List<FilePatch.Write> patch) throws IOException {
    return new FileInput(
        path, format() < FORMAT ? FileDigest.newSha256() : new PagedSha256(), patch);
  }

  /** The format that the file says it has; that of a file too short for one is the newest. */
  int format() throws IOException {
    try (FileScan scan = new FileScan(path)) {
      return scan.intAt(MAGIC.length);
    } catch (DamagedFileException tooShort) {
      return FORMAT;
    }
  }

  private LogSegment content(FileInput in) throws IOException, DamagedFileException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC)) {
      throw in.damaged("it is no part of an interaction log");
    }
    int format = in.readInt();
    if (format < FORMAT_PLAIN || format > FORMAT) {
      throw in.damaged(
          "it has format %d; this server reads %d to %d".formatted(format, FORMAT_PLAIN, FORMAT));
    }
    int first = in.readInt();
    int rows = in.readInt();
    if (first != firstRow || rows != end - firstRow) {
      throw in.damaged("it holds %d rows from %d on".formatted(rows, first));
    }
    int[] counts = in.readInts(4);
    int[] users = in.readInts(rows);
    int[] items = in.readInts(rows);
    float[] values = in.readFloats(rows);
    long[] times = times(in, format, rows);
    EventColumn events = format < FORMAT_TYPED ? EventColumn.NONE : events(in, rows, format);
    LogSegment.Ids userIds = ids(in, counts[0], counts[1], format);
    LogSegment.Ids itemIds = ids(in, counts[2], counts[3], format);
    checkColumn(in, users, userIds.end());
    checkColumn(in, items, itemIds.end());
    return new LogSegment(firstRow, userIds, itemIds, users, items, values, times, events);
  }

  private static long[] times(FileInput in, int format, int rows)
      throws IOException, DamagedFileException {
    int count = switch (format) {
      case FORMAT_PLAIN -> 0;
      case FORMAT_TIMED -> rows;
      default -> in.readInt();
    };
    if (count != 0 && count != rows) {
      throw in.damaged("it has %d times of %d rows".formatted(count, rows));
    }
    return in.readLongs(count);
  }

  private static EventColumn events(FileInput in, int rows, int format)
      throws IOException, DamagedFileException {
    int count = in.readInt();
    if (count == 0 && format == FORMAT) {
      return EventColumn.NONE;
    }
    List<String> names = IdList.read(in, count);
    byte[] numbers = in.readBytes(rows);
    if (names.isEmpty() || !names.stream().allMatch(EventTypes::isName)) {
      throw in.damaged("it has an event type without a name");
    }
    try {
      EventColumn events = EventColumn.of(numbers, names);
      // Of another order where the first row of one was purged.
      if (events.names().size() == names.size()
          && (format == FORMAT || events.names().equals(names))) {
        return events;
      }
    } catch (IllegalArgumentException outside) {
      throw new DamagedFileException(in.name(), String.valueOf(outside.getMessage()), outside);
    }
    throw in.damaged("its event types are not those of its rows");
  }

  private static LogSegment.Ids ids(FileInput in, int first, int count, int format)
      throws IOException, DamagedFileException {
    int[] firstRows = in.readInts(count);
    List<String> ids = format == FORMAT ? IdList.readErasable(in, count) : IdList.read(in, count);
    return new LogSegment.Ids(first, ids, firstRows);
  }

  private static void checkColumn(FileInput in, int[] column, int end) throws DamagedFileException {
    for (int number : column) {
      if (number < InteractionColumns.PURGED || number >= end) {
        throw in.damaged("a row names id number %d of %d".formatted(number, end));
      }
    }
  }

  private static void verify(FileInput in) throws IOException, DamagedFileException {
    if (in.soFar() instanceof PagedSha256 body) {
      SealedChanges.verify(in, body);
      return;
    }
    byte[] computed = in.sha256();
    if (in.remaining() != FileDigest.SHA256_BYTES
        || !Arrays.equals(in.readBytes(FileDigest.SHA256_BYTES), computed)) {
      throw in.damaged("its SHA-256 is not the one at its end");
    }
  }
}
