package io.lethe.engine.erasure.solve;

import java.util.Arrays;

/** Distinct positions, kept by open addressing without boxes. Confined to one thread. */
final class PositionSet {

  private static final int SLOTS_AT_FIRST = 64;
  private static final int FREE = -1;

  private int[] slots = free(SLOTS_AT_FIRST);
  private int size;

  private static int[] free(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, FREE);
    return slots;
  }

  int size() {
    return size;
  }

  /** Adds a position, at least 0, unless it is there. */
  void add(int position) {
    if (put(slots, position)) {
      size++;
      if (2 * size > slots.length) {
        grow();
      }
    }
  }

  private void grow() {
    int[] larger = free(Math.multiplyExact(2, slots.length));
    for (int position : slots) {
      if (position != FREE) {
        put(larger, position);
      }
    }
    slots = larger;
  }

  private static boolean put(int[] slots, int position) {
    int mask = slots.length - 1;
    int slot = ((position * 0x9E3779B9) >>> 7) & mask;
    while (slots[slot] != FREE) {
      if (slots[slot] == position) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = position;
    return true;
  }

  int[] ascending() {
    return Arrays.stream(slots).filter(position -> position != FREE).sorted().toArray();
  }
}
