package io.lethe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * A new file, written once from front to back in little-endian order and hashed on the way. Buffers
 * go to the disk in order on an executor, so that hashing and writing overlap if it has another
 * thread. Confined to one thread but for that.
 */
public final class FileOutput implements Closeable {

  private static final int BUFFER_BYTES = 1 << 17;
  private static final int MAX_BUFFERS_IN_FLIGHT = 8;

  private final FileChannel channel;
  private final Executor disk;
  private final MessageDigest digest;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private ByteBuffer buffer = newBuffer();
  private long written;

  /** A buffer on its way. */
  private record InFlight(ByteBuffer buffer, CompletableFuture<Void> done) {}

  /** Creates a file that is not there, readable by its owner only; writes on the calling thread. */
  public FileOutput(Path file) throws IOException {
    this(file, Runnable::run);
  }

  /** Likewise; writes on the executor. */
  public FileOutput(Path file, Executor disk) throws IOException {
    this(file, disk, FileDigest.newSha256());
  }

  /** Likewise, with another digest, which what is written goes through. */
  public FileOutput(Path file, Executor disk, MessageDigest digest) throws IOException {
    this.disk = disk;
    this.digest = digest;
    this.channel = FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        DurableFiles.ownerOnly(file, "rw-------"));
  }

  private static ByteBuffer newBuffer() {
    return ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  public void write(byte[] bytes) throws IOException {
    int offset = 0;
    while (offset < bytes.length) {
      int part = Math.min(room(1), bytes.length - offset);
      buffer.put(bytes, offset, part);
      offset += part;
    }
  }

  public void write(float[] floats, int length) throws IOException {
    int offset = 0;
    while (offset < length) {
      int part = Math.min(room(Float.BYTES) / Float.BYTES, length - offset);
      buffer.asFloatBuffer().put(floats, offset, part);
      buffer.position(buffer.position() + part * Float.BYTES);
      offset += part;
    }
  }

  public void write(int[] ints, int length) throws IOException {
    int offset = 0;
    while (offset < length) {
      int part = Math.min(room(Integer.BYTES) / Integer.BYTES, length - offset);
      buffer.asIntBuffer().put(ints, offset, part);
      buffer.position(buffer.position() + part * Integer.BYTES);
      offset += part;
    }
  }

  public void write(long[] longs, int length) throws IOException {
    int offset = 0;
    while (offset < length) {
      int part = Math.min(room(Long.BYTES) / Long.BYTES, length - offset);
      buffer.asLongBuffer().put(longs, offset, part);
      buffer.position(buffer.position() + part * Long.BYTES);
      offset += part;
    }
  }

  public void writeShort(int value) throws IOException {
    room(Short.BYTES);
    buffer.putShort((short) value);
  }

  public void writeInt(int value) throws IOException {
    room(Integer.BYTES);
    buffer.putInt(value);
  }

  public void writeLong(long value) throws IOException {
    room(Long.BYTES);
    buffer.putLong(value);
  }

  /** How many bytes were written so far. */
  public long position() {
    return written + buffer.position();
  }

  /** The digest of everything written so far. */
  public FileDigest digest() throws IOException {
    flush();
    try {
      MessageDigest soFar = (MessageDigest) digest.clone();
      return new FileDigest(written, FileDigest.hex(soFar.digest()));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("this JDK's SHA-256 cannot be copied", impossible);
    }
  }

  /** Begins to hand everything to the disk; nothing may be written after that. */
  public void beginSync() throws IOException {
    flush();
    last = last.thenRunAsync(this::force, disk);
  }

  /** Waits until everything is on the disk. */
  public void awaitSynced() throws IOException {
    await(last);
  }

  /** Hands everything to the disk. */
  public void sync() throws IOException {
    beginSync();
    awaitSynced();
  }

  /** Room in the buffer, at least {@code bytes}. */
  private int room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer.remaining();
  }

  private void flush() throws IOException {
    if (buffer.position() == 0) {
      return;
    }
    ByteBuffer full = buffer.flip();
    // The bytes are handed over first, so that they are written while they are hashed.
    ByteBuffer handed = full.duplicate();
    last = last.thenRunAsync(() -> drain(handed), disk);
    inFlight.add(new InFlight(full, last));
    written += full.limit();
    digest.update(full);
    buffer = inFlight.size() < MAX_BUFFERS_IN_FLIGHT ? newBuffer() : oldest();
  }

  private ByteBuffer oldest() throws IOException {
    InFlight oldest = inFlight.remove();
    await(oldest.done());
    return oldest.buffer().clear();
  }

  private void drain(ByteBuffer full) {
    try {
      while (full.hasRemaining()) {
        channel.write(full);
      }
    } catch (IOException failure) {
      throw new CompletionException(failure);
    }
  }

  private void force() {
    try {
      channel.force(true);
    } catch (IOException failure) {
      throw new CompletionException(failure);
    }
  }

  /** Waits for what an executor does with a disk; failures of that come out as they are. */
  public static void await(CompletableFuture<Void> future) throws IOException {
    try {
      future.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (failed.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw failed;
    }
  }

  /** Closes without syncing: what was not synced does not count as written. */
  @Override
  public void close() throws IOException {
    last.exceptionally(alreadyTold -> null).join();
    channel.close();
  }
}
