package io.lethe.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happened and keeps the last of it, for people. Confined to one thread. */
final class Tally {

  private static final int LAST_MAX = 60;

  private final Map<String, Long> counts = new TreeMap<>();
  private final Deque<String> last = new ArrayDeque<>();
  private long hash = 17;

  /** Counts an event. */
  void event(String name) {
    event(name, "");
  }

  /** Counts an event by its name and keeps the details with it. */
  void event(String name, String details) {
    counts.merge(name, 1L, Long::sum);
    String line = details.isEmpty() ? name : name + " " + details;
    hash = 31 * hash + line.hashCode();
    last.addLast(line);
    if (last.size() > LAST_MAX) {
      last.removeFirst();
    }
  }

  Map<String, Long> counts() {
    return counts;
  }

  /** The last events, oldest first. */
  List<String> last() {
    return List.copyOf(last);
  }

  /** Equal for runs with the same events. */
  long hash() {
    return hash;
  }
}
