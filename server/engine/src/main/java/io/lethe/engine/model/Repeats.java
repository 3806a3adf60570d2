package io.lethe.engine.model;

/** The value of a pair of user and item that occurs in several rows, in one file or over several. */
public enum Repeats {
  /** The latest row's: by time where rows have times, else by order of arrival. */
  LATEST,
  /** The first row's. */
  FIRST,
  /** The sum of all rows' values, such as play counts. */
  SUM,
  /** The largest of all rows' values. */
  MAX;

  /** The value after another row of the same pair, later than {@code earlier} unless told by time. */
  public float combined(float earlier, float later) {
    return switch (this) {
      case LATEST -> later;
      case FIRST -> earlier;
      case SUM -> earlier + later;
      case MAX -> Math.max(earlier, later);
    };
  }
}
