package io.lethe.engine.data;

import java.util.Arrays;

/**
 * Numbers pairs of user and item in order of first appearance. Open addressing, at most half full:
 * 24 to 48 bytes a pair. Confined to one thread.
 */
public final class PairIndex {

  /** What {@link #find} gives for a pair without a number. */
  public static final int ABSENT = -1;

  private static final int INITIAL_SLOTS = 1 << 12;
  private static final int MAX_SLOTS = 1 << 30;
  private static final long EMPTY = -1;

  private long[] slots = emptySlots(INITIAL_SLOTS);
  private int[] numbers = new int[INITIAL_SLOTS];
  private int size;

  /** Number of distinct pairs. */
  public int size() {
    return size;
  }

  /** The pair's number; a new pair gets the next one, which is {@link #size()} before the call. */
  public int number(int user, int item) {
    long pair = pair(user, item);
    int slot = slot(pair);
    if (slots[slot] == pair) {
      return numbers[slot];
    }
    slots[slot] = pair;
    numbers[slot] = size++;
    if (size * 2L > slots.length) {
      grow();
    }
    return size - 1;
  }

  /** The pair's number, or {@link #ABSENT}. */
  public int find(int user, int item) {
    long pair = pair(user, item);
    int slot = slot(pair);
    return slots[slot] == pair ? numbers[slot] : ABSENT;
  }

  /** The slot of the pair, or the free one in which it belongs. */
  private int slot(long pair) {
    int slot = firstSlot(pair, slots.length);
    while (slots[slot] != EMPTY && slots[slot] != pair) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private void grow() {
    if (slots.length == MAX_SLOTS) {
      throw new IllegalStateException(size + " pairs are more than can be numbered");
    }
    long[] oldSlots = slots;
    int[] oldNumbers = numbers;
    slots = emptySlots(oldSlots.length * 2);
    numbers = new int[slots.length];
    for (int k = 0; k < oldSlots.length; k++) {
      if (oldSlots[k] != EMPTY) {
        int slot = slot(oldSlots[k]);
        slots[slot] = oldSlots[k];
        numbers[slot] = oldNumbers[k];
      }
    }
  }

  private static long pair(int user, int item) {
    return (long) user << 32 | item;
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
