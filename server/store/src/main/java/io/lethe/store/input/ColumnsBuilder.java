package io.lethe.store.input;

import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.PairIndex;
import io.lethe.engine.model.Repeats;
import java.util.Arrays;

/**
 * Collects rows as columns: 12 bytes a row, 20 with times, beside one string per distinct id and
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
  private long merged;

  ColumnsBuilder(Repeats repeats) {
    this.repeats = repeats;
  }

  /**
   * Adds a row, or merges it with the earlier row of its pair.
   *
   * @param time kept only if the file has a column of timestamps; NaN for none
   * @return false if the value of all the pair's rows together is too large for a float
   */
  boolean add(InputRow row, Columns columns, float value, double time) {
    int user = number(users, row, columns.user());
    int item = number(items, row, columns.item());
    boolean timed = columns.timestamp() != Columns.ABSENT;
    int size = pairs.size();
    int place = pairs.number(user, item);
    if (place < size) {
      return merge(place, value, timed ? time : Double.NaN);
    }
    grow(size, timed);
    userColumn[size] = user;
    itemColumn[size] = item;
    valueColumn[size] = value;
    if (timed) {
      timeColumn[size] = time;
    }
    return true;
  }

  private boolean merge(int place, float value, double time) {
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
    merged++;
    return true;
  }

  private void grow(int size, boolean timed) {
    if (size == userColumn.length) {
      int capacity = Math.multiplyExact(size, 2);
      userColumn = Arrays.copyOf(userColumn, capacity);
      itemColumn = Arrays.copyOf(itemColumn, capacity);
      valueColumn = Arrays.copyOf(valueColumn, capacity);
    }
    if (timed && timeColumn.length < userColumn.length) {
      timeColumn = Arrays.copyOf(timeColumn, userColumn.length);
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

  InteractionColumns build() {
    return new InteractionColumns(
        users.ids(), items.ids(), Arrays.copyOf(userColumn, size()),
        Arrays.copyOf(itemColumn, size()), Arrays.copyOf(valueColumn, size()));
  }
}
