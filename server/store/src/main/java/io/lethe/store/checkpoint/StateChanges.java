package io.lethe.store.checkpoint;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FilePatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where an unlearning state differs from the parent's, block by block.
 *
 * @param length of the state, bytes
 * @param blocks that differ, ascending; all of them where the parent's is not as long
 * @param bytes those blocks, one after the other; the last one of a state may be shorter
 */
record StateChanges(int length, int[] blocks, byte[] bytes) {

  private static final int BLOCK_BYTES = 256;

  static StateChanges between(byte[] before, byte[] after) {
    int[] differing = new int[Math.ceilDiv(after.length, BLOCK_BYTES)];
    byte[] bytes = new byte[after.length];
    int count = 0;
    int filled = 0;
    for (int from = 0; from < after.length; from += BLOCK_BYTES) {
      int to = Math.min(from + BLOCK_BYTES, after.length);
      if (before.length != after.length || !Arrays.equals(before, from, to, after, from, to)) {
        differing[count++] = from / BLOCK_BYTES;
        System.arraycopy(after, from, bytes, filled, to - from);
        filled += to - from;
      }
    }
    return new StateChanges(
        after.length, Arrays.copyOf(differing, count), Arrays.copyOf(bytes, filled));
  }

  byte[] applyTo(byte[] parent) {
    byte[] state = Arrays.copyOf(parent, length);
    int taken = 0;
    for (int block : blocks) {
      int part = bytesOf(block, length);
      System.arraycopy(bytes, taken, state, block * BLOCK_BYTES, part);
      taken += part;
    }
    return state;
  }

  /** What is to be overwritten in a state of the same length. */
  List<FilePatch.Write> writes() {
    List<FilePatch.Write> writes = new ArrayList<>();
    int taken = 0;
    for (int block : blocks) {
      int part = bytesOf(block, length);
      writes.add(
          new FilePatch.Write(
              (long) block * BLOCK_BYTES, Arrays.copyOfRange(bytes, taken, taken + part)));
      taken += part;
    }
    return writes;
  }

  private static int bytesOf(int block, int length) {
    return Math.min(BLOCK_BYTES, length - block * BLOCK_BYTES);
  }

  void write(FileOutput out) throws IOException {
    out.writeInt(length);
    out.writeInt(blocks.length);
    out.write(blocks, blocks.length);
    out.write(bytes);
  }

  static StateChanges read(FileInput in) throws IOException, DamagedFileException {
    int length = in.readInt();
    if (length < 0) {
      throw in.damaged("a state of %d bytes".formatted(length));
    }
    int[] blocks = RowChanges.readAscending(in, Math.ceilDiv(length, BLOCK_BYTES));
    int bytes = Arrays.stream(blocks).map(block -> bytesOf(block, length)).sum();
    return new StateChanges(length, blocks, in.readBytes(bytes));
  }
}
