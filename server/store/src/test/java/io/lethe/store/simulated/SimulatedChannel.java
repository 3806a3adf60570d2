package io.lethe.store.simulated;

import io.lethe.store.simulated.DiskOperation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** An open file, or a folder that can be synced and nothing else. */
final class SimulatedChannel extends FileChannel {

  private static final int COPY_BYTES = 1 << 16;

  private final SimulatedDisk disk;
  private final SimulatedNode node;
  private final Path path;
  private final boolean readable;
  private final boolean writable;
  private boolean locks;
  private int position;

  SimulatedChannel(
      SimulatedDisk disk, SimulatedNode node, Path path, Set<? extends OpenOption> options) {
    this.disk = disk;
    this.node = node;
    this.path = path;
    writable = options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
    readable = !writable || options.contains(StandardOpenOption.READ);
    position = options.contains(StandardOpenOption.APPEND) && node instanceof SimulatedFile file
        ? file.size()
        : 0;
  }

  private SimulatedFile file() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    if (node instanceof SimulatedFile file) {
      return file;
    }
    throw new IOException("Is a directory");
  }

  private SimulatedFile toRead() throws IOException {
    if (!readable) {
      throw new NonReadableChannelException();
    }
    return file();
  }

  private SimulatedFile toWrite() throws IOException {
    if (!writable) {
      throw new NonWritableChannelException();
    }
    return file();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    synchronized (disk) {
      int count = read(into, position);
      position += Math.max(0, count);
      return count;
    }
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    synchronized (disk) {
      SimulatedFile file = toRead();
      refuse(Kind.READ);
      return from >= file.size()
          ? -1
          : file.read((int) from, into, disk.transferred(into.remaining()));
    }
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return read(into[offset]);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    synchronized (disk) {
      int count = write(from, position);
      position += count;
      return count;
    }
  }

  @Override
  public int write(ByteBuffer from, long to) throws IOException {
    synchronized (disk) {
      SimulatedFile file = toWrite();
      boolean refused = disk.isRefused(Kind.WRITE, path);
      int wanted = refused ? from.remaining() / 2 : disk.transferred(from.remaining());
      long grows = Math.max(0, to + wanted - file.size());
      long excess = grows == 0 ? 0 : Math.clamp(grows - disk.free(), 0, grows);
      byte[] bytes = new byte[(int) Math.max(0, wanted - excess)];
      from.get(bytes);
      file.write((int) to, bytes);
      if (refused) {
        throw new IOException("Input/output error");
      }
      if (bytes.length == 0 && wanted > 0) {
        throw new IOException(SimulatedDisk.NO_SPACE);
      }
      return bytes.length;
    }
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return write(from[offset]);
  }

  private void refuse(Kind kind) throws IOException {
    if (disk.isRefused(kind, path)) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = Math.toIntExact(next);
    return this;
  }

  @Override
  public long size() throws IOException {
    synchronized (disk) {
      return file().size();
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    synchronized (disk) {
      SimulatedFile file = toWrite();
      refuse(Kind.TRUNCATE);
      file.truncate(Math.toIntExact(size));
      position = Math.min(position, file.size());
      return this;
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    synchronized (disk) {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      if (disk.isRefused(node instanceof SimulatedFile ? Kind.SYNC : Kind.SYNC_FOLDER, path)) {
        node.failSync();
        throw new IOException("Input/output error");
      }
      node.sync();
    }
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(count, COPY_BYTES));
    int read = read(part, from);
    return read < 0 ? 0 : target.write(part.flip());
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(count, COPY_BYTES));
    int read = source.read(part);
    if (read < 0) {
      return 0;
    }
    part.flip();
    while (part.hasRemaining()) {
      write(part, to + part.position());
    }
    return read;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException("mapping");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    return tryLock(from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    synchronized (disk) {
      if (from == 0) {
        if (!disk.lock(file())) {
          throw new OverlappingFileLockException();
        }
        locks = true;
      }
      return new Lock(this, from, size, shared);
    }
  }

  @Override
  protected void implCloseChannel() {
    synchronized (disk) {
      if (locks && node instanceof SimulatedFile file) {
        disk.unlock(file);
        locks = false;
      }
    }
  }

  /** A lock from the beginning of a file, or one further behind, which meets no other here. */
  private static final class Lock extends FileLock {

    private final SimulatedChannel channel;

    Lock(SimulatedChannel channel, long from, long size, boolean shared) {
      super(channel, from, size, shared);
      this.channel = channel;
    }

    @Override
    public boolean isValid() {
      return channel.locks;
    }

    @Override
    public void release() {
      if (position() == 0) {
        channel.implCloseChannel();
      }
    }
  }
}
