package io.lethe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file looked through from any place on, in little-endian order, whose pages' SHA-256 are known: they
 * stand at its end with the SHA-256 of these, or elsewhere. Each page that is read is held against its
 * hash, and none else is read. Confined to one thread.
 */
public final class FileScan implements Closeable {

  private static final int BUFFER_BYTES = 2 * PagedSha256.PAGE_BYTES;
  private static final int HASH_BYTES = FileDigest.SHA256_BYTES;

  private final String name;
  private final FileChannel channel;
  private final long length;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES)
      .order(ByteOrder.LITTLE_ENDIAN)
      .limit(0);
  /** Place in the file of the byte after the buffer's last. */
  private long read;
  private @Nullable Seal seal;

  /**
   * What a file ends with.
   *
   * @param body length of what is sealed, bytes
   * @param hashes of its pages
   */
  record Seal(long body, byte[] hashes) {}

  /** A file that ends with its hashes. */
  public FileScan(Path file) throws IOException {
    name = file.getFileName().toString();
    channel = FileChannel.open(file, StandardOpenOption.READ);
    length = channel.size();
  }

  /**
   * A file whose hashes stand elsewhere.
   *
   * @param hashes of its pages, in order
   */
  public FileScan(Path file, byte[] hashes) throws IOException, DamagedFileException {
    this(file);
    if (hashes.length != Math.ceilDiv(length, PagedSha256.PAGE_BYTES) * HASH_BYTES) {
      channel.close();
      throw damaged(
          "%d bytes have other than %d pages".formatted(length, hashes.length / HASH_BYTES));
    }
    seal = new Seal(length, hashes);
  }

  public String name() {
    return name;
  }

  /** Length of the file when it was opened, bytes. */
  public long length() {
    return length;
  }

  /** Where the next value is read. */
  public long position() {
    return read - buffer.remaining();
  }

  /** Goes on at another place. */
  public void seek(long place) {
    buffer.limit(0);
    read = place;
  }

  /** Passes over bytes. */
  public void skip(long bytes) {
    if (bytes <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) bytes);
    } else {
      seek(position() + bytes);
    }
  }

  public int readUnsignedShort() throws IOException, DamagedFileException {
    return Short.toUnsignedInt(available(Short.BYTES).getShort());
  }

  public int readInt() throws IOException, DamagedFileException {
    return available(Integer.BYTES).getInt();
  }

  public long readLong() throws IOException, DamagedFileException {
    return available(Long.BYTES).getLong();
  }

  public byte[] readBytes(int count) throws IOException, DamagedFileException {
    byte[] bytes = new byte[count];
    int offset = 0;
    while (offset < count) {
      int part = Math.min(available(1).remaining(), count - offset);
      buffer.get(bytes, offset, part);
      offset += part;
    }
    return bytes;
  }

  /** Passes over some bytes, at most as many as an id has; the last four of them as a number. */
  public int passTail(int count) throws IOException, DamagedFileException {
    ByteBuffer bytes = available(count);
    int end = bytes.position() + count;
    int tail = 0;
    for (int at = Math.max(bytes.position(), end - Integer.BYTES); at < end; at++) {
      tail = tail << Byte.SIZE | Byte.toUnsignedInt(bytes.get(at));
    }
    bytes.position(end);
    return tail;
  }

  /** Reads so many numbers to the beginning of an array. */
  public void readInts(int[] numbers, int count) throws IOException, DamagedFileException {
    int offset = 0;
    while (offset < count) {
      int part = Math.min(available(Integer.BYTES).remaining() / Integer.BYTES, count - offset);
      buffer.asIntBuffer().get(numbers, offset, part);
      buffer.position(buffer.position() + part * Integer.BYTES);
      offset += part;
    }
  }

  /** The seal, read and checked once. */
  Seal seal() throws IOException, DamagedFileException {
    Seal known = seal;
    if (known != null) {
      return known;
    }
    long sealed = length - HASH_BYTES;
    int count = (int) Math.max(0, Math.ceilDiv(sealed, PagedSha256.PAGE_BYTES + HASH_BYTES));
    long body = sealed - (long) count * HASH_BYTES;
    if (body < 0) {
      throw damaged("it is too short for a seal");
    }
    byte[] hashes = bytesAt(body, count * HASH_BYTES);
    if (!Arrays.equals(bytesAt(body + hashes.length, HASH_BYTES), PagedSha256.root(hashes))) {
      throw damaged("the SHA-256 at its end is not the one of its pages");
    }
    Seal read = new Seal(body, hashes);
    seal = read;
    return read;
  }

  /** A page, as it was sealed. */
  byte[] page(int number) throws IOException, DamagedFileException {
    Seal sealed = seal();
    long start = (long) number * PagedSha256.PAGE_BYTES;
    byte[] page = bytesAt(start, (int) Math.min(PagedSha256.PAGE_BYTES, sealed.body() - start));
    int place = number * HASH_BYTES;
    if (!Arrays.equals(
        FileDigest.newSha256().digest(page), 0, HASH_BYTES, sealed.hashes(), place,
        place + HASH_BYTES)) {
      throw damaged("the SHA-256 of its page %d is not the one at its end".formatted(number));
    }
    return page;
  }

  /** A few bytes from elsewhere, which are not checked; the place stays. */
  public byte[] bytesAt(long place, int count) throws IOException, DamagedFileException {
    ByteBuffer few = ByteBuffer.allocate(count);
    while (few.hasRemaining()) {
      if (channel.read(few, place + few.position()) < 0) {
        throw ended();
      }
    }
    return few.array();
  }

  /** A number from elsewhere, which is not checked; the place stays. */
  public int intAt(long place) throws IOException, DamagedFileException {
    return ByteBuffer.wrap(bytesAt(place, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  public DamagedFileException damaged(String reason) {
    return new DamagedFileException(name, reason);
  }

  private DamagedFileException ended() {
    return damaged("it ends where more is due");
  }

  private ByteBuffer available(int bytes) throws IOException, DamagedFileException {
    while (buffer.remaining() < bytes) {
      if (read >= seal().body()) {
        throw ended();
      }
      byte[] page = page((int) (read / PagedSha256.PAGE_BYTES));
      int from = (int) (read % PagedSha256.PAGE_BYTES);
      buffer.compact().put(page, from, page.length - from).flip();
      read += page.length - from;
    }
    return buffer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
