package io.lethe.evaluation.ranking;

import io.lethe.engine.data.InteractionColumns;

/**
 * The rows of one data set. Contains personal data: never logged. Arrays are taken over, not copied.
 *
 * @param name in tables
 * @param columns no row purged, no pair twice
 * @param times one per row, in any unit; empty if the data have none
 */
public record RatedRows(String name, InteractionColumns columns, double[] times) {

  public RatedRows {
    if (times.length != 0 && times.length != columns.size()) {
      throw new IllegalArgumentException(
          "%d times beside %d rows".formatted(times.length, columns.size()));
    }
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
