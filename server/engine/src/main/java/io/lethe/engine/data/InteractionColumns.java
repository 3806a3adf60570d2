package io.lethe.engine.data;

import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventColumn;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.List;

/**
 * Interactions with external ids, as columns with a dictionary per side. Contains personal data:
 * never logged. Arrays are taken over, not copied: nobody may modify them.
 *
 * @param userIds distinct ids; an entry that no row names any more may be the empty string
 * @param itemIds distinct ids; likewise
 * @param users per row an index into {@code userIds}, or {@link #PURGED}
 * @param items per row an index into {@code itemIds}, or {@link #PURGED} exactly where {@code users}
 *     is
 * @param values per row the value; 0 for a purged row
 * @param times per row when it happened, in milliseconds of the epoch, or {@link #UNKNOWN_TIME}, as of a
 *     purged row; empty if no row's time is known
 * @param events per row its event type; a purged row has none
 */
public record InteractionColumns(
    List<String> userIds, List<String> itemIds, int[] users, int[] items, float[] values,
    long[] times, EventColumn events) {

  /** Marks a row that was purged: its place stays, so that no other row changes its number. */
  public static final int PURGED = -1;

  /** The time of what is of unknown age: 1970-01-01T00:00:00Z, which stands for that in requests, too. */
  public static final long UNKNOWN_TIME = Interactions.UNKNOWN_TIME;

  private static final long[] UNKNOWN = {};

  public InteractionColumns {
    userIds = List.copyOf(userIds);
    itemIds = List.copyOf(itemIds);
    if (users.length != items.length || users.length != values.length
        || (times.length > 0 && users.length != times.length) || events.end() > users.length) {
      throw new IllegalArgumentException(
          "columns of %d users, %d items, %d values, %d times, events up to row %d"
              .formatted(users.length, items.length, values.length, times.length, events.end()));
    }
    for (int row = 0; row < users.length; row++) {
      boolean purged = users[row] == PURGED && items[row] == PURGED;
      boolean valid = users[row] >= 0 && users[row] < userIds.size() && items[row] >= 0
          && items[row] < itemIds.size();
      if (!purged && !valid) {
        throw new IllegalArgumentException("row " + row + " names an id that is not there");
      }
    }
  }

  /** Rows of unknown times, without event types. */
  public InteractionColumns(
      List<String> userIds, List<String> itemIds, int[] users, int[] items, float[] values) {
    this(userIds, itemIds, users, items, values, UNKNOWN, EventColumn.NONE);
  }

  /** The same rows, some of them known to have happened at a time. */
  public InteractionColumns at(long[] known) {
    boolean any = Arrays.stream(known).anyMatch(time -> time != UNKNOWN_TIME);
    return new InteractionColumns(
        userIds, itemIds, users, items, values, any ? known : UNKNOWN, events);
  }

  /** The same rows with their event types. */
  public InteractionColumns with(EventColumn types) {
    return new InteractionColumns(userIds, itemIds, users, items, values, times, types);
  }

  /** What a row says of its pair. */
  public Dated dated(int row) {
    return new Dated(values[row], time(row), events.at(row));
  }

  /** When a row happened, or {@link #UNKNOWN_TIME}. */
  public long time(int row) {
    return times.length == 0 ? UNKNOWN_TIME : times[row];
  }

  /** Number of rows, purged ones included. */
  public int size() {
    return users.length;
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "InteractionColumns[%d rows, %d users, %d items]"
        .formatted(size(), userIds.size(), itemIds.size());
  }
}
