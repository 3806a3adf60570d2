package io.lethe.engine.model;

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
 */
public record InteractionColumns(
    List<String> userIds, List<String> itemIds, int[] users, int[] items, float[] values) {

  /** Marks a row that was purged: its place stays, so that no other row changes its number. */
  public static final int PURGED = -1;

  public InteractionColumns {
    userIds = List.copyOf(userIds);
    itemIds = List.copyOf(itemIds);
    if (users.length != items.length || users.length != values.length) {
      throw new IllegalArgumentException(
          "columns of %d users, %d items, %d values"
              .formatted(users.length, items.length, values.length));
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
