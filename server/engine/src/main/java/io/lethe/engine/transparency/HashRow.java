package io.lethe.engine.transparency;

import java.util.Arrays;

/** Hashes side by side: 32 bytes each and nothing else. Not thread-safe. */
final class HashRow {

  private static final int HASHES_AT_FIRST = 8;

  private byte[] bytes = new byte[HASHES_AT_FIRST * TreeHash.BYTES];
  private int size;

  int size() {
    return size;
  }

  void add(TreeHash hash) {
    int end = Math.multiplyExact(size + 1, TreeHash.BYTES);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 63));
    }
    System.arraycopy(hash.bytes(), 0, bytes, end - TreeHash.BYTES, TreeHash.BYTES);
    size++;
  }

  TreeHash get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("hash %d of %d".formatted(index, size));
    }
    int from = index * TreeHash.BYTES;
    return TreeHash.of(Arrays.copyOfRange(bytes, from, from + TreeHash.BYTES));
  }
}
