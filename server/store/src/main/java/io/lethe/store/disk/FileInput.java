package io.lethe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A file read once from front to back in little-endian order and hashed on the way. Lengths that
 * the file itself tells are checked against what is left of it before anything is allocated.
 */
public final class FileInput implements Closeable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final String name;
  private final FileChannel channel;
  private final long length;
  private final MessageDigest digest;
  private final List<FilePatch.Write> patch;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES)
      .order(ByteOrder.LITTLE_ENDIAN)
      .limit(0);
  private long taken;

  public FileInput(Path file) throws IOException {
    this(file, FileDigest.newSha256(), List.of());
  }

  /**
   * Likewise.
   *
   * @param digest what is read goes through it
   * @param patch what counts instead of what stands there
   */
  public FileInput(Path file, MessageDigest digest, List<FilePatch.Write> patch)
      throws IOException {
    this.digest = digest;
    this.patch = patch;
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

  /** How many bytes are left to be read. */
  public long remaining() {
    return length - taken;
  }

  public byte[] readBytes(int count) throws IOException, DamagedFileException {
    require(count, 1);
    byte[] bytes = new byte[count];
    int offset = 0;
    while (offset < count) {
      int part = Math.min(available(1), count - offset);
      buffer.get(bytes, offset, part);
      offset += part;
      taken += part;
    }
    return bytes;
  }

  public float[] readFloats(int count) throws IOException, DamagedFileException {
    require(count, Float.BYTES);
    float[] floats = new float[count];
    int offset = 0;
    while (offset < count) {
      int part = Math.min(available(Float.BYTES) / Float.BYTES, count - offset);
      buffer.asFloatBuffer().get(floats, offset, part);
      advance(part * Float.BYTES);
      offset += part;
    }
    return floats;
  }

  public int[] readInts(int count) throws IOException, DamagedFileException {
    require(count, Integer.BYTES);
    int[] ints = new int[count];
    int offset = 0;
    while (offset < count) {
      int part = Math.min(available(Integer.BYTES) / Integer.BYTES, count - offset);
      buffer.asIntBuffer().get(ints, offset, part);
      advance(part * Integer.BYTES);
      offset += part;
    }
    return ints;
  }

  public long[] readLongs(int count) throws IOException, DamagedFileException {
    require(count, Long.BYTES);
    long[] longs = new long[count];
    int offset = 0;
    while (offset < count) {
      int part = Math.min(available(Long.BYTES) / Long.BYTES, count - offset);
      buffer.asLongBuffer().get(longs, offset, part);
      advance(part * Long.BYTES);
      offset += part;
    }
    return longs;
  }

  public int readUnsignedShort() throws IOException, DamagedFileException {
    require(1, Short.BYTES);
    available(Short.BYTES);
    taken += Short.BYTES;
    return Short.toUnsignedInt(buffer.getShort());
  }

  public int readInt() throws IOException, DamagedFileException {
    require(1, Integer.BYTES);
    available(Integer.BYTES);
    taken += Integer.BYTES;
    return buffer.getInt();
  }

  public long readLong() throws IOException, DamagedFileException {
    require(1, Long.BYTES);
    available(Long.BYTES);
    taken += Long.BYTES;
    return buffer.getLong();
  }

  /** SHA-256 of what was read so far. */
  public byte[] sha256() {
    return soFar().digest();
  }

  /** The digest with all that was read so far. */
  public MessageDigest soFar() {
    try {
      MessageDigest soFar = (MessageDigest) digest.clone();
      int unread = buffer.remaining();
      soFar.update(buffer.array(), 0, buffer.limit() - unread);
      return soFar;
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("this JDK's SHA-256 cannot be copied", impossible);
    }
  }

  /** Refuses a file that is not as long as what was written. */
  public void checkLength(FileDigest expected) throws DamagedFileException {
    if (length != expected.bytes()) {
      throw damaged("%d bytes where %d were written".formatted(length, expected.bytes()));
    }
  }

  /** Refuses a file that is not, from front to end, what was written. Reads on to the end. */
  public void verify(FileDigest expected) throws IOException, DamagedFileException {
    checkLength(expected);
    while (remaining() > 0) {
      advance(available(1));
    }
    if (!Arrays.equals(sha256(), HexFormat.of().parseHex(expected.sha256()))) {
      throw damaged("its SHA-256 is not the one written down for it");
    }
  }

  public DamagedFileException damaged(String reason) {
    return new DamagedFileException(name, reason);
  }

  private void advance(int bytes) {
    buffer.position(buffer.position() + bytes);
    taken += bytes;
  }

  private void require(int count, int size) throws DamagedFileException {
    if (count < 0 || (long) count * size > remaining()) {
      throw damaged(
          "%d values of %d bytes are due where %d bytes are left"
              .formatted(count, size, remaining()));
    }
  }

  /** Bytes in the buffer, at least {@code bytes}, which the file must still have. */
  private int available(int bytes) throws IOException, DamagedFileException {
    if (buffer.remaining() < bytes) {
      digest.update(buffer.array(), 0, buffer.position());
      buffer.compact();
      while (buffer.position() < bytes) {
        long place = channel.position();
        int start = buffer.position();
        if (channel.read(buffer) < 0) {
          throw damaged("it became shorter while it was read");
        }
        patch.forEach(write -> overlay(write, place, start));
      }
      buffer.flip();
    }
    return buffer.remaining();
  }

  /**
   * Has a write count where it meets what was just read.
   *
   * @param place in the file of what was just read
   * @param start of it in the buffer, where it ends at the buffer's position
   */
  private void overlay(FilePatch.Write write, long place, int start) {
    long from = Math.max(place, write.offset());
    long to = Math.min(place + buffer.position() - start, write.offset() + write.bytes().length);
    if (from < to) {
      System.arraycopy(
          write.bytes(), (int) (from - write.offset()), buffer.array(),
          start + (int) (from - place), (int) (to - from));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
