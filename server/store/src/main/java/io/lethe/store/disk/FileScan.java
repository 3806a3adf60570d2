package io.lethe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file looked through at the memory's speed, in little-endian order from any place on. Nothing is
 * hashed: what is found counts only once its page was checked, see {@link SealedChanges}. Confined to
 * one thread.
 */
public final class FileScan implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final FileChannel channel;
  private final long length;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES)
      .order(ByteOrder.LITTLE_ENDIAN)
      .limit(0);
  /** Place in the file of the byte after the buffer's last. */
  private long read;

  public FileScan(Path file) throws IOException {
    name = file.getFileName().toString();
    channel = FileChannel.open(file, StandardOpenOption.READ);
    length = channel.size();
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

  /** A few bytes from elsewhere; the place stays. */
  public byte[] bytesAt(long place, int count) throws IOException, DamagedFileException {
    ByteBuffer few = ByteBuffer.allocate(count);
    while (few.hasRemaining()) {
      if (channel.read(few, place + few.position()) < 0) {
        throw ended();
      }
    }
    return few.array();
  }

  /** A number from elsewhere; the place stays. */
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
    if (buffer.remaining() < bytes) {
      buffer.compact();
      while (buffer.position() < bytes) {
        int count = channel.read(buffer, read);
        if (count < 0) {
          throw ended();
        }
        read += count;
      }
      buffer.flip();
    }
    return buffer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
