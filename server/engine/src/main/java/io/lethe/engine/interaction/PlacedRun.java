package io.lethe.engine.interaction;

import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Interactions of one user, one per item, ascending by the item's id. Immutable: nobody writes into
 * its arrays. Contains personal data: never logged.
 *
 * @param times when each one happened, in milliseconds of the epoch, or unknown
 * @param events what kind of event each one was, of one string for each kind; empty if none has one
 * @param places where in the log each one is
 */
record PlacedRun(String[] items, float[] values, long[] times, String[] events, int[] places) {

  private static final String[] NO_EVENTS = {};

  /** No interactions. */
  static final PlacedRun NONE = sized(0, false);

  /** Of interactions by item. */
  static PlacedRun of(NavigableMap<String, UserRows.Fresh> rows) {
    PlacedRun run = sized(
        rows.size(), rows.values().stream().anyMatch(row -> !row.what().event().isEmpty()));
    int next = 0;
    for (Map.Entry<String, UserRows.Fresh> row : rows.entrySet()) {
      run.items[next] = row.getKey();
      run.values[next] = row.getValue().what().value();
      run.times[next] = row.getValue().what().time();
      if (run.events.length > 0) {
        run.events[next] = row.getValue().what().event();
      }
      run.places[next++] = row.getValue().place();
    }
    return run;
  }

  private static PlacedRun sized(int size, boolean typed) {
    return new PlacedRun(
        new String[size], new float[size], new long[size], typed ? new String[size] : NO_EVENTS,
        new int[size]);
  }

  int size() {
    return items.length;
  }

  /** What the user did with an item, by its number. */
  Dated what(int k) {
    return new Dated(values[k], times[k], event(k));
  }

  private String event(int k) {
    return isTyped() ? events[k] : EventTypes.NONE;
  }

  private boolean isTyped() {
    return events.length > 0;
  }

  /** Where an item is; negative if it is not. O(log size). */
  int find(String item) {
    return Arrays.binarySearch(items, item);
  }

  /** Both; of an item of both the later one's interaction. O(size of both). */
  PlacedRun with(PlacedRun later) {
    PlacedRun both = sized(size() + later.size(), isTyped() || later.isTyped());
    int count = 0;
    int left = 0;
    int right = 0;
    while (left < size() || right < later.size()) {
      int order = left == size() ? 1 : -1;
      if (left < size() && right < later.size()) {
        order = items[left].compareTo(later.items[right]);
      }
      if (order < 0) {
        both.copy(count++, this, left++);
      } else {
        left += order == 0 ? 1 : 0;
        both.copy(count++, later, right++);
      }
    }
    return both.first(count);
  }

  private void copy(int at, PlacedRun from, int row) {
    items[at] = from.items[row];
    values[at] = from.values[row];
    times[at] = from.times[row];
    if (isTyped()) {
      events[at] = from.event(row);
    }
    places[at] = from.places[row];
  }

  private PlacedRun first(int count) {
    return count == size()
        ? this
        : new PlacedRun(
            Arrays.copyOf(items, count), Arrays.copyOf(values, count), Arrays.copyOf(times, count),
            isTyped() ? Arrays.copyOf(events, count) : NO_EVENTS, Arrays.copyOf(places, count));
  }

  /** Those that a condition on their number takes. O(size). */
  PlacedRun only(IntPredicate wanted) {
    int[] kept = IntStream.range(0, size()).filter(wanted).toArray();
    if (kept.length == size()) {
      return this;
    }
    PlacedRun rest = sized(kept.length, isTyped());
    for (int k = 0; k < kept.length; k++) {
      rest.copy(k, this, kept[k]);
    }
    return rest;
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "PlacedRun[%d]".formatted(size());
  }
}
