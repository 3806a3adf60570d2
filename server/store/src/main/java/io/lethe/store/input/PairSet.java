package io.lethe.store.input;

import java.util.Arrays;

/** A growing set of (user, item) numbers. Open addressing, at most half full; one thread. */
final class PairSet {

  private static final int INITIAL_SLOTS = 1 << 12;
  private static final int MAX_SLOTS = 1 << 30;
  private static final long EMPTY = -1;

  private long[] slots = emptySlots(INITIAL_SLOTS);
  private int size;

  /** Adds a pair; false if it was there already. */
  boolean add(int user, int item) {
    long pair = (long) user << 32 | item;
    int slot = firstSlot(pair, slots.length);
    while (slots[slot] != EMPTY) {
      if (slots[slot] == pair) {
        return false;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = pair;
    size++;
    if (size * 2L > slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    if (slots.length == MAX_SLOTS) {
      throw new IllegalStateException(size + " pairs are more than can be told apart");
    }
    long[] larger = emptySlots(slots.length * 2);
    for (long pair : slots) {
      if (pair != EMPTY) {
        int slot = firstSlot(pair, larger.length);
        while (larger[slot] != EMPTY) {
          slot = slot + 1 & larger.length - 1;
        }
        larger[slot] = pair;
      }
    }
    slots = larger;
  }

  private static int firstSlot(long pair, int length) {
    long hash = pair * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & length - 1;
  }

  private static long[] emptySlots(int length) {
    long[] slots = new long[length];
    Arrays.fill(slots, EMPTY);
    return slots;
  }
}
