package io.lethe.store.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Numbers ids in order of first appearance, straight from a character buffer: an id that is known
 * already costs no object. Open addressing, at most half full. Confined to one thread.
 */
final class IdDictionary {

  private static final int INITIAL_SLOTS = 1 << 12;
  private static final int MAX_SLOTS = 1 << 30;

  private final List<String> ids = new ArrayList<>();
  /** Number of the id in each slot plus one; 0 is an empty slot. */
  private int[] slots = new int[INITIAL_SLOTS];

  int number(char[] buffer, int offset, int length) {
    int slot = hash(buffer, offset, length) & slots.length - 1;
    while (slots[slot] != 0) {
      if (matches(ids.get(slots[slot] - 1), buffer, offset, length)) {
        return slots[slot] - 1;
      }
      slot = slot + 1 & slots.length - 1;
    }
    ids.add(new String(buffer, offset, length));
    slots[slot] = ids.size();
    if (ids.size() * 2L > slots.length) {
      grow();
    }
    return ids.size() - 1;
  }

  /** The ids by number; a view that must not be read while numbers are still given. */
  List<String> ids() {
    return Collections.unmodifiableList(ids);
  }

  private void grow() {
    if (slots.length == MAX_SLOTS) {
      throw new IllegalStateException(ids.size() + " distinct ids are more than can be numbered");
    }
    int[] larger = new int[slots.length * 2];
    for (int number = 0; number < ids.size(); number++) {
      char[] id = ids.get(number).toCharArray();
      int slot = hash(id, 0, id.length) & larger.length - 1;
      while (larger[slot] != 0) {
        slot = slot + 1 & larger.length - 1;
      }
      larger[slot] = number + 1;
    }
    slots = larger;
  }

  private static boolean matches(String id, char[] buffer, int offset, int length) {
    if (id.length() != length) {
      return false;
    }
    for (int k = 0; k < length; k++) {
      if (id.charAt(k) != buffer[offset + k]) {
        return false;
      }
    }
    return true;
  }

  private static int hash(char[] buffer, int offset, int length) {
    int hash = 0;
    for (int k = offset; k < offset + length; k++) {
      hash = 31 * hash + buffer[k];
    }
    // Numeric ids differ in the low digits only: spread them before masking.
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }
}
