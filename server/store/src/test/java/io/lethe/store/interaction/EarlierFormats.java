package io.lethe.store.interaction;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FileScan;
import io.lethe.store.folder.StoreLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Segments as earlier servers wrote them: without pages, sealed by one SHA-256 over all. */
final class EarlierFormats {

  private static final int MAGIC_BYTES = 8;

  private EarlierFormats() {}

  /** The format of a segment's file. */
  static int of(Path file) throws IOException, DamagedFileException {
    try (FileScan scan = new FileScan(file)) {
      return scan.intAt(MAGIC_BYTES);
    }
  }

  /** Writes a segment of today's format again in the earliest one that holds what it has. */
  static int rewrite(Path file) throws IOException, DamagedFileException {
    LogSegment segment = LogSegmentFile.of(file).orElseThrow().read(List.of());
    int untyped = segment.isTimed() ? LogSegmentFile.FORMAT_TIMED : LogSegmentFile.FORMAT_PLAIN;
    int format = segment.events().isEmpty() ? untyped : LogSegmentFile.FORMAT_TYPED;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("LETHELOG".getBytes(StandardCharsets.US_ASCII));
    ints(out, format, segment.firstRow(), segment.rows());
    ints(out, segment.users().first(), segment.users().ids().size());
    ints(out, segment.items().first(), segment.items().ids().size());
    ints(out, segment.userColumn());
    ints(out, segment.itemColumn());
    for (float value : segment.values()) {
      ints(out, Float.floatToRawIntBits(value));
    }
    if (format == LogSegmentFile.FORMAT_TYPED) {
      ints(out, segment.times().length);
    }
    for (long time : segment.times()) {
      out.writeBytes(little(Long.BYTES).putLong(time).array());
    }
    if (format == LogSegmentFile.FORMAT_TYPED) {
      ints(out, segment.events().names().size());
      ids(out, segment.events().names());
      out.writeBytes(segment.events().numbers(0, segment.rows()));
    }
    for (LogSegment.Ids side : List.of(segment.users(), segment.items())) {
      ints(out, side.firstRows());
      ids(out, side.ids());
    }
    out.writeBytes(FileDigest.newSha256().digest(out.toByteArray()));
    DurableFiles.delete(file);
    try (FileOutput written = new FileOutput(file)) {
      written.write(out.toByteArray());
      written.sync();
    }
    DurableFiles.syncFolder(StoreLayout.parent(file));
    return format;
  }

  private static void ids(ByteArrayOutputStream out, List<String> ids) {
    for (String id : ids) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(little(Short.BYTES).putShort((short) bytes.length).array());
      out.writeBytes(bytes);
    }
  }

  private static void ints(ByteArrayOutputStream out, int... numbers) {
    for (int number : numbers) {
      out.writeBytes(little(Integer.BYTES).putInt(number).array());
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
