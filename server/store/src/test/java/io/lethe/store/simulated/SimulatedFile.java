package io.lethe.store.simulated;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file's content as processes see it, as the disk has it, and the writes in between. */
final class SimulatedFile implements SimulatedNode {

  private static final int SECTOR_BYTES = 512;

  private Content cached = new Content(new byte[0], 0);
  private Content durable = new Content(new byte[0], 0);
  private final List<Change> unsynced = new ArrayList<>();

  /** Bytes written at an offset; without bytes, a cut of the file to that length. */
  private record Change(int offset, byte[] bytes) {

    boolean isCut() {
      return bytes.length == 0;
    }
  }

  /** Bytes that can be written to. */
  private static final class Content {

    private byte[] bytes;
    private int size;

    Content(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    Content copy() {
      return new Content(Arrays.copyOf(bytes, size), size);
    }

    void apply(Change change) {
      if (change.isCut()) {
        Arrays.fill(bytes, Math.min(change.offset(), size), size, (byte) 0);
        size = Math.min(size, change.offset());
        return;
      }
      int end = change.offset() + change.bytes().length;
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
      }
      System.arraycopy(change.bytes(), 0, bytes, change.offset(), change.bytes().length);
      size = Math.max(size, end);
    }
  }

  int size() {
    return cached.size;
  }

  /** All of it, as processes see it. */
  byte[] content() {
    return Arrays.copyOf(cached.bytes, cached.size);
  }

  int read(int position, ByteBuffer into, int most) {
    int part = Math.min(Math.min(into.remaining(), most), cached.size - position);
    into.put(cached.bytes, position, part);
    return part;
  }

  void write(int position, byte[] bytes) {
    if (bytes.length > 0) {
      change(new Change(position, bytes));
    }
  }

  void truncate(int size) {
    if (size < cached.size) {
      change(new Change(size, new byte[0]));
    }
  }

  private void change(Change change) {
    cached.apply(change);
    unsynced.add(change);
  }

  @Override
  public void sync() {
    unsynced.forEach(durable::apply);
    unsynced.clear();
  }

  /** What was not written is taken for written, and lost. */
  @Override
  public void failSync() {
    unsynced.clear();
  }

  @Override
  public long bytes() {
    return cached.size;
  }

  /** Sees again what the disk has, as after memory was short; unsynced writes are not affected. */
  void dropCache() {
    cached = durable.copy();
    unsynced.forEach(cached::apply);
  }

  /** Changes one bit, in the cache and on the disk. */
  void flip(long bit) {
    int at = (int) (bit / Byte.SIZE);
    cached.bytes[at] ^= (byte) (1 << bit % Byte.SIZE);
    if (at < durable.size) {
      durable.bytes[at] ^= (byte) (1 << bit % Byte.SIZE);
    }
  }

  /** What the end of the machine leaves of it. */
  SimulatedFile survivor(Survival survival) {
    SimulatedFile left = new SimulatedFile();
    left.durable = durable.copy();
    for (Change change : unsynced) {
      for (Change sector : sectors(change)) {
        if (survival.keepsSector()) {
          left.durable.apply(sector);
        }
      }
    }
    left.cached = left.durable.copy();
    return left;
  }

  private static List<Change> sectors(Change change) {
    if (change.isCut()) {
      return List.of(change);
    }
    List<Change> sectors = new ArrayList<>();
    int end = change.offset() + change.bytes().length;
    for (int from = change.offset(); from < end;) {
      int to = Math.min(end, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
      sectors.add(
          new Change(
              from,
              Arrays.copyOfRange(change.bytes(), from - change.offset(), to - change.offset())));
      from = to;
    }
    return sectors;
  }
}
