package io.lethe.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/** A new file, written once from front to back in little-endian order and hashed on the way. */
final class FileOutput implements Closeable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final FileChannel channel;
  private final MessageDigest digest = FileDigest.newSha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES)
      .order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /** Creates a file that is not there, readable by its owner only. */
  FileOutput(Path file) throws IOException {
    channel = FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        DurableFiles.ownerOnly(file, "rw-------"));
  }

  void write(byte[] bytes) throws IOException {
    int offset = 0;
    while (offset < bytes.length) {
      int part = Math.min(room(1), bytes.length - offset);
      buffer.put(bytes, offset, part);
      offset += part;
    }
  }

  void write(float[] floats, int length) throws IOException {
    int offset = 0;
    while (offset < length) {
      int part = Math.min(room(Float.BYTES) / Float.BYTES, length - offset);
      buffer.asFloatBuffer().put(floats, offset, part);
      buffer.position(buffer.position() + part * Float.BYTES);
      offset += part;
    }
  }

  void write(int[] ints, int length) throws IOException {
    int offset = 0;
    while (offset < length) {
      int part = Math.min(room(Integer.BYTES) / Integer.BYTES, length - offset);
      buffer.asIntBuffer().put(ints, offset, part);
      buffer.position(buffer.position() + part * Integer.BYTES);
      offset += part;
    }
  }

  void writeShort(int value) throws IOException {
    room(Short.BYTES);
    buffer.putShort((short) value);
  }

  void writeInt(int value) throws IOException {
    room(Integer.BYTES);
    buffer.putInt(value);
  }

  void writeLong(long value) throws IOException {
    room(Long.BYTES);
    buffer.putLong(value);
  }

  /** The digest of everything written so far. */
  FileDigest digest() throws IOException {
    flush();
    try {
      MessageDigest soFar = (MessageDigest) digest.clone();
      return new FileDigest(written, FileDigest.hex(soFar.digest()));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("this JDK's SHA-256 cannot be copied", impossible);
    }
  }

  /** Hands everything to the disk. */
  void sync() throws IOException {
    flush();
    channel.force(true);
  }

  /** Room in the buffer, at least {@code bytes}. */
  private int room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer.remaining();
  }

  private void flush() throws IOException {
    buffer.flip();
    digest.update(buffer.array(), 0, buffer.limit());
    written += buffer.limit();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Closes without syncing: what was not synced does not count as written. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
