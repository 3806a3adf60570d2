package io.lethe.store.input;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.PairIndex;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventColumn;
import java.util.Arrays;
import java.util.List;

/**
 * Collects rows as columns: 12 bytes a row, 20 with times, one more with event types, beside one string per distinct id and
 * the index of pairs. Rows of one pair become one row. Used once.
 */
final class ColumnsBuilder {

  private static final int INITIAL_ROWS = 1 << 12;

  private final Repeats repeats;
  private final IdDictionary users = new IdDictionary();
  private final IdDictionary items = new IdDictionary();
  private final PairIndex pairs = new PairIndex();
  private int[] userColumn = new int[INITIAL_ROWS];
  private int[] itemColumn = new int[INITIAL_ROWS];
  private float[] valueColumn = new float[INITIAL_ROWS];
  private double[] timeColumn = {};
  private byte[] eventColumn = {};
  /** By pair the latest time of a sum's rows, whose event type it has; kept in files with both. */
  private double[] lastTimes = {};
  private long merged;

  ColumnsBuilder(Repeats repeats) {
    this.repeats = repeats;
  }

  /**
   * Adds a row, or merges it with the earlier row of its pair.
   *
   * @param time kept only if the file has a column of timestamps; NaN for none
   * @param event the number of its event type plus one, 0 for none
   * @return false if the value of all the pair's rows together is too large for a float
   */
  boolean add(InputRow row, Columns columns, float value, double time, int event) {
    int user = number(users, row, columns.user());
    int item = number(items, row, columns.item());
    boolean timed = columns.timestamp() != Columns.ABSENT;
    int size = pairs.size();
    int place = pairs.number(user, item);
    if (place < size) {
      return merge(place, value, timed ? time : Double.NaN, event);
    }
    grow(size, timed, columns.events().isThere());
    userColumn[size] = user;
    itemColumn[size] = item;
    valueColumn[size] = value;
    if (timed) {
      timeColumn[size] = time;
    }
    if (eventColumn.length > 0) {
      eventColumn[size] = (byte) event;
    }
    if (lastTimes.length > 0) {
      lastTimes[size] = time;
    }
    return true;
  }

  private boolean merge(int place, float value, double time, int event) {
    boolean earlier = timeColumn.length > 0 && InteractionFile.isBefore(time, timeColumn[place]);
    float before = valueColumn[place];
    float all = earlier ? repeats.combined(value, before) : repeats.combined(before, value);
    if (Float.isInfinite(all)) {
      return false;
    }
    valueColumn[place] = all;
    boolean takesTime = switch (repeats) {
      case LATEST -> !earlier;
      case FIRST -> earlier;
      // The earliest of a sum, so that no part of it outlives an erasure by another part's time.
      case SUM -> earlier || InteractionFile.isUnknown(time);
      case MAX -> value > before || (value == before && earlier);
    };
    if (timeColumn.length > 0 && takesTime) {
      timeColumn[place] = time;
    }
    if (eventColumn.length > 0 && (repeats == Repeats.SUM ? isLast(place, time) : takesTime)) {
      eventColumn[place] = (byte) event;
    }
    merged++;
    return true;
  }

  /** Whether a row is the latest so far of a sum. */
  private boolean isLast(int place, double time) {
    boolean last = lastTimes.length == 0 || !InteractionFile.isBefore(time, lastTimes[place]);
    if (lastTimes.length > 0 && last && !InteractionFile.isUnknown(time)) {
      lastTimes[place] = time;
    }
    return last;
  }

  private void grow(int size, boolean timed, boolean typed) {
    if (size == userColumn.length) {
      int capacity = Math.multiplyExact(size, 2);
      userColumn = Arrays.copyOf(userColumn, capacity);
      itemColumn = Arrays.copyOf(itemColumn, capacity);
      valueColumn = Arrays.copyOf(valueColumn, capacity);
    }
    if (timed && timeColumn.length < userColumn.length) {
      timeColumn = Arrays.copyOf(timeColumn, userColumn.length);
    }
    if (typed && eventColumn.length < userColumn.length) {
      eventColumn = Arrays.copyOf(eventColumn, userColumn.length);
    }
    if (typed && timed && repeats == Repeats.SUM && lastTimes.length < userColumn.length) {
      lastTimes = Arrays.copyOf(lastTimes, userColumn.length);
    }
  }

  private static int number(IdDictionary ids, InputRow row, int column) {
    return ids.number(row.buffer(), row.start(column), row.length(column));
  }

  /** Number of distinct pairs. */
  int size() {
    return pairs.size();
  }

  /** How many rows went into the row of an earlier one. */
  long merged() {
    return merged;
  }

  /**
   * The timestamps, of several rows of a pair that of the one whose value it has, of a sum the earliest;
   * empty if the file has none.
   */
  double[] times() {
    return timeColumn.length == 0 ? timeColumn : Arrays.copyOf(timeColumn, size());
  }

  /**
   * The columns.
   *
   * @param names of event types by their numbers; empty for rows without
   */
  InteractionColumns build(List<String> names) {
    EventColumn events = names.isEmpty()
        ? EventColumn.NONE
        : EventColumn.of(Arrays.copyOf(eventColumn, size()), names);
    return new InteractionColumns(
        users.ids(), items.ids(), Arrays.copyOf(userColumn, size()),
        Arrays.copyOf(itemColumn, size()), Arrays.copyOf(valueColumn, size())).with(events);
  }
}
