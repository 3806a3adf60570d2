package io.lethe.store.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.event.EventColumn;
import java.util.List;

/**
 * Rows of an interaction log that one call appended, or several merged. Users and items are
 * numbered over the whole log; a segment holds the ids that its rows named first.
 *
 * @param firstRow number of its first row
 * @param users ids of users first named here
 * @param items ids of items first named here
 * @param userColumn per row the user's number, or {@link InteractionColumns#PURGED}
 * @param itemColumn likewise
 * @param values 0 where purged
 * @param times as {@link InteractionColumns#times}
 * @param events as {@link InteractionColumns#events}
 */
record LogSegment(
    int firstRow, Ids users, Ids items, int[] userColumn, int[] itemColumn, float[] values,
    long[] times, EventColumn events) {

  /**
   * Ids with consecutive numbers.
   *
   * @param first number of the first one
   * @param ids the empty string where an id was purged
   * @param firstRows number of the row that first named each, ascending; kept when that is purged,
   *     so that the front of a log has the same ids for ever
   */
  record Ids(int first, List<String> ids, int[] firstRows) {

    Ids {
      ids = List.copyOf(ids);
    }

    int end() {
      return first + ids.size();
    }
  }

  /** Whether a row's time may be known. */
  boolean isTimed() {
    return times.length > 0;
  }

  int rows() {
    return values.length;
  }

  int end() {
    return firstRow + values.length;
  }
}
