package io.lethe.store.sqlite;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.StorageFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * SQLite's write-ahead log, walked before SQLite opens it (sqlite.org/fileformat2.html, section 4).
 * SQLite takes the first frame whose checksum does not fit for the end of the log and drops what
 * lies behind it, as it must after a loss of power. A frame behind it that commits a transaction of
 * the same log shows that it was not the end: what was acknowledged may be in there. Frames without
 * a commit are what a failed or unfinished transaction has left.
 */
public final class WriteAheadLog {

  private static final int MAGIC_LITTLE = 0x377f0682;
  private static final int MAGIC_BIG = 0x377f0683;
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  /** Of both headers: what their checksums cover. */
  private static final int HEADER_SUMMED = 24;
  private static final int FRAME_SUMMED = 8;
  private static final int PAGE_BYTES_MIN = 512;
  private static final int PAGE_BYTES_MAX = 65_536;
  private static final int SALTS = 16;
  private static final int FRAME_SALTS = 8;
  /** Pages of the database after the transaction that a frame commits; 0 for other frames. */
  private static final int COMMITTED_PAGES = 4;

  private final FileChannel channel;
  private final String name;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private int first;
  private int second;

  private WriteAheadLog(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /** The log beside a database. */
  public static Path of(Path database) {
    return database.resolveSibling(database.getFileName() + "-wal");
  }

  /**
   * What a log begins with: its header changes with each restart.
   *
   * @return 32 bytes, fewer where the log is shorter, none where there is no log
   */
  public static byte[] header(Path log) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      return in.readNBytes(HEADER_BYTES);
    } catch (NoSuchFileException none) {
      return new byte[0];
    }
  }

  /**
   * Looks at the log beside a database; none, or an empty one, is well as far as it can tell by
   * itself. Reads the file once and changes nothing.
   *
   * @return a sentence without its full stop that says what there is
   * @throws LetheException of kind {@code STORAGE_FAILED} that names the file and the frame, if
   *     SQLite would drop frames that were written
   */
  public static String check(Path database) {
    Path file = of(database);
    String name = file.getFileName().toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new WriteAheadLog(channel, name).walk();
    } catch (NoSuchFileException none) {
      // SQLite leaves none behind where it was closed.
      return "there is no " + name;
    } catch (IOException failure) {
      throw StorageFailures.of(name, failure);
    }
  }

  private String walk() throws IOException {
    if (channel.size() <= HEADER_BYTES) {
      return "%s has %d bytes and no frame".formatted(name, channel.size());
    }
    ByteBuffer header = read(0, HEADER_BYTES);
    int page = header.getInt(8);
    if (!isWhole(header) || Integer.bitCount(page) != 1 || page < PAGE_BYTES_MIN
        || page > PAGE_BYTES_MAX) {
      throw damaged("its header does not fit its checksum, and frames lie behind it");
    }
    long salts = header.getLong(SALTS);
    long frames = (channel.size() - HEADER_BYTES) / (FRAME_HEADER_BYTES + page);
    long end = 0;
    while (end < frames && isNext(frame(end, page), salts)) {
      end++;
    }
    for (long behind = end + 1; behind < frames; behind++) {
      ByteBuffer frame = read(
          HEADER_BYTES + behind * (FRAME_HEADER_BYTES + page), FRAME_HEADER_BYTES);
      if (frame.getLong(FRAME_SALTS) == salts && frame.getInt(COMMITTED_PAGES) != 0) {
        throw damaged(
            "frame %d of %d does not fit its checksum, and frame %d behind it commits a transaction"
                .formatted(end + 1, frames, behind + 1));
      }
    }
    return "%s has %d bytes, and %d of its %d frames fit their checksums"
        .formatted(name, channel.size(), end, frames);
  }

  private boolean isWhole(ByteBuffer header) {
    int magic = header.getInt(0);
    order = magic == MAGIC_LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    sum(header, 0, HEADER_SUMMED);
    return (magic == MAGIC_LITTLE || magic == MAGIC_BIG) && header.getInt(24) == first
        && header.getInt(28) == second;
  }

  /** Whether a frame goes on from those before it, whose checksum is part of its own. */
  private boolean isNext(ByteBuffer frame, long salts) {
    sum(frame, 0, FRAME_SUMMED);
    sum(frame, FRAME_HEADER_BYTES, frame.limit());
    return frame.getLong(FRAME_SALTS) == salts && frame.getInt(16) == first
        && frame.getInt(20) == second;
  }

  private void sum(ByteBuffer bytes, int from, int to) {
    ByteBuffer words = bytes.duplicate().order(order);
    for (int at = from; at < to; at += 8) {
      first += words.getInt(at) + second;
      second += words.getInt(at + 4) + first;
    }
  }

  private ByteBuffer frame(long number, int page) throws IOException {
    return read(HEADER_BYTES + number * (FRAME_HEADER_BYTES + page), FRAME_HEADER_BYTES + page);
  }

  private ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("it became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private LetheException damaged(String what) {
    return new LetheException(
        ErrorKind.STORAGE_FAILED,
        ("%s is damaged: %s; acknowledged erasures may be in it; nothing was changed. The way back:"
            + " move the ledger and this file out of the data folder, then"
            + " 'lethe restore BACKUP --suppressions FILE', and ask again for erasures newer than FILE")
            .formatted(name, what),
        Map.of("file", name));
  }
}
