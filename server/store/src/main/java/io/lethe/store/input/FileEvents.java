package io.lethe.store.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a file says of event types.
 *
 * @param column the name or position of the column; empty if there is none
 * @param rows by event type how many rows have it, in the order of their first rows; rows that repeat a
 *     pair and rows that are left out count
 * @param leftOut how many rows are left out because their event type weighs 0
 * @param unread why a column that is called as one of event types is not read as such; empty if it is, or
 *     if there is none
 */
public record FileEvents(
    String column, SequencedMap<String, Long> rows, long leftOut, String unread) {

  public FileEvents {
    rows = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rows));
  }

  /** Whether rows have event types. */
  public boolean any() {
    return !rows.isEmpty();
  }
}
