package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventColumn;
import io.lethe.engine.event.EventTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns made row by row. Confined. */
public final class ColumnsBuilder {

  private final Side users;
  private final Side items;
  private final float[] values;
  private final long[] times;
  private final EventColumn.Builder events;
  private int next;

  /** For a number of rows that is known. */
  public ColumnsBuilder(int rows) {
    this.users = new Side(rows);
    this.items = new Side(rows);
    this.values = new float[rows];
    this.times = new long[rows];
    this.events = new EventColumn.Builder(rows);
  }

  /** How many rows it is for. */
  public int size() {
    return values.length;
  }

  /** Adds a row of unknown time, without an event type. */
  public void add(String user, String item, float value) {
    add(user, item, value, InteractionColumns.UNKNOWN_TIME, EventTypes.NONE);
  }

  /** Adds a row. */
  public void add(String user, String item, Dated what) {
    add(user, item, what.value(), what.time(), what.event());
  }

  private void add(String user, String item, float value, long time, String event) {
    users.set(next, user);
    items.set(next, item);
    times[next] = time;
    events.set(next, event);
    values[next++] = value;
  }

  /**
   * The columns.
   *
   * @throws IllegalStateException if rows are missing
   */
  public InteractionColumns build() {
    if (next != values.length) {
      throw new IllegalStateException("%d of %d rows".formatted(next, values.length));
    }
    return new InteractionColumns(users.ids, items.ids, users.column, items.column, values)
        .at(times)
        .with(events.build());
  }

  private static final class Side {

    private final List<String> ids = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[] column;

    Side(int rows) {
      this.column = new int[rows];
    }

    void set(int row, String id) {
      Integer known = numbers.putIfAbsent(id, ids.size());
      column[row] = known == null ? ids.size() : known;
      if (known == null) {
        ids.add(id);
      }
    }
  }
}
