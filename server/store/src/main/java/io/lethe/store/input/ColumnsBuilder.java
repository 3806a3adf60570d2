package io.lethe.store.input;

import io.lethe.engine.model.InteractionColumns;
import java.util.Arrays;

/**
 * Collects rows as columns: 12 bytes a row, 20 with times, beside one string per distinct id. Used
 * once.
 */
final class ColumnsBuilder {

  private static final int INITIAL_ROWS = 1 << 12;

  private final IdDictionary users = new IdDictionary();
  private final IdDictionary items = new IdDictionary();
  private final PairSet pairs = new PairSet();
  private int[] userColumn = new int[INITIAL_ROWS];
  private int[] itemColumn = new int[INITIAL_ROWS];
  private float[] valueColumn = new float[INITIAL_ROWS];
  private double[] timeColumn = {};
  private int size;

  /**
   * Adds a row; false if its pair is there already.
   *
   * @param time kept only if the file has a column of timestamps
   */
  boolean add(InputRow row, Columns columns, float value, double time) {
    int user = number(users, row, columns.user());
    int item = number(items, row, columns.item());
    if (!pairs.add(user, item)) {
      return false;
    }
    if (size == userColumn.length) {
      int capacity = Math.multiplyExact(size, 2);
      userColumn = Arrays.copyOf(userColumn, capacity);
      itemColumn = Arrays.copyOf(itemColumn, capacity);
      valueColumn = Arrays.copyOf(valueColumn, capacity);
    }
    if (columns.timestamp() != Columns.ABSENT) {
      if (timeColumn.length < userColumn.length) {
        timeColumn = Arrays.copyOf(timeColumn, userColumn.length);
      }
      timeColumn[size] = time;
    }
    userColumn[size] = user;
    itemColumn[size] = item;
    valueColumn[size++] = value;
    return true;
  }

  private static int number(IdDictionary ids, InputRow row, int column) {
    return ids.number(row.buffer(), row.start(column), row.length(column));
  }

  int size() {
    return size;
  }

  /** The timestamps; empty if the file has none. */
  double[] times() {
    return timeColumn.length == 0 ? timeColumn : Arrays.copyOf(timeColumn, size);
  }

  InteractionColumns build() {
    return new InteractionColumns(
        users.ids(), items.ids(), Arrays.copyOf(userColumn, size), Arrays.copyOf(itemColumn, size),
        Arrays.copyOf(valueColumn, size));
  }
}
