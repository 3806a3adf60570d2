package io.lethe.store.interaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Ids that are looked for on one side of a log, and the numbers under which they were found. Most ids of
 * a log are told apart from all of them by length and last bytes, so that no text is made of them.
 */
final class WantedIds {

  private final Set<String> ids;
  /** By length and last four bytes, ascending. */
  private final long[] keys;
  private final Map<String, Integer> numbers = new HashMap<>();

  WantedIds(Set<String> ids) {
    this.ids = ids;
    this.keys = ids.stream().mapToLong(WantedIds::key).sorted().toArray();
  }

  private static long key(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    int tail = 0;
    for (int at = Math.max(0, bytes.length - Integer.BYTES); at < bytes.length; at++) {
      tail = tail << Byte.SIZE | Byte.toUnsignedInt(bytes[at]);
    }
    return key(bytes.length, tail);
  }

  private static long key(int length, int tail) {
    return (long) length << Integer.SIZE | Integer.toUnsignedLong(tail);
  }

  /** Whether an id of such a length and end may be one of them. */
  boolean mayBe(int length, int tail) {
    return Arrays.binarySearch(keys, key(length, tail)) >= 0;
  }

  /** Takes in an id of the log; no other has it. */
  void meet(byte[] id, int number) {
    String text = new String(id, StandardCharsets.UTF_8);
    if (ids.contains(text)) {
      numbers.put(text, number);
    }
  }

  boolean allFound() {
    return numbers.size() == ids.size();
  }

  /** Those that were found. */
  Map<String, Integer> numbers() {
    return numbers;
  }
}
