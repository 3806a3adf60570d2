package io.lethe.evaluation.ranking;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.evaluation.KnownItems;

/**
 * The rows of one data set. Contains personal data: never logged. Arrays are taken over, not copied.
 *
 * @param name in tables
 * @param columns no row purged, no pair twice
 * @param times one per row, in any unit; empty if the data have none
 * @param known what is known of the items beside their rows
 */
public record RatedRows(String name, InteractionColumns columns, double[] times, KnownItems known) {

  public RatedRows {
    if (times.length != 0 && times.length != columns.size()) {
      throw new IllegalArgumentException(
          "%d times beside %d rows".formatted(times.length, columns.size()));
    }
  }

  /** Of items of which nothing else is known. */
  public RatedRows(String name, InteractionColumns columns, double[] times) {
    this(name, columns, times, KnownItems.NOTHING);
  }

  /** Whether rows can be put in order of time. */
  public boolean timed() {
    return times.length > 0;
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "RatedRows[%s, %s]".formatted(name, columns);
  }
}
