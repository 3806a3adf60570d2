package io.lethe.engine.data;

import io.lethe.engine.event.EventTypes;

/**
 * The value of a pair of user and item that occurs in several rows, in one file or over several. Where
 * two rows have times, the times say which is the earlier one; where one has none, and where they are
 * equal, the order of arrival does.
 */
public enum Repeats {
  /** The latest row's. */
  LATEST,
  /** The first row's. */
  FIRST,
  /** The sum of all rows' values, such as play counts. */
  SUM,
  /** The largest of all rows' values, the first of equal ones. */
  MAX;

  /**
   * A value, when it came about and by what.
   *
   * @param value as it counts, the weight of the event type included
   * @param time in milliseconds of the epoch, or {@link InteractionColumns#UNKNOWN_TIME}
   * @param event the event type, or {@link EventTypes#NONE}
   */
  public record Dated(float value, long time, String event) {

    /** One without an event type. */
    public Dated(float value, long time) {
      this(value, time, EventTypes.NONE);
    }

    /** Whether it happened before another; false if the time of either is not known. */
    public boolean isBefore(Dated other) {
      return isKnown() && other.isKnown() && time < other.time;
    }

    /** Whether it has a time, and that is not another one's. */
    public boolean isDatedOtherwise(Dated other) {
      return isKnown() && time != other.time;
    }

    /** Whether it has another value than another one, or an event type that the other one has not. */
    public boolean changes(Dated other) {
      return value != other.value || (!event.isEmpty() && !event.equals(other.event));
    }

    boolean isKnown() {
      return time != InteractionColumns.UNKNOWN_TIME;
    }
  }

  /**
   * What a pair has after another row. A sum has the time and the event type of the last row that went in,
   * the others have those of the row whose value it is.
   *
   * @param held by the pair before
   * @param arrived after it
   */
  public Dated combined(Dated held, Dated arrived) {
    Dated earlier = arrived.isBefore(held) ? arrived : held;
    Dated later = arrived.isBefore(held) ? held : arrived;
    return switch (this) {
      case LATEST -> later;
      case FIRST -> earlier;
      case SUM -> new Dated(
          combined(earlier.value(), later.value()), later.isKnown() ? later.time() : earlier.time(),
          later.event());
      case MAX -> later.value() > earlier.value() ? later : earlier;
    };
  }

  /** The value after another row of the same pair. */
  public float combined(float earlier, float later) {
    return switch (this) {
      case LATEST -> later;
      case FIRST -> earlier;
      case SUM -> earlier + later;
      case MAX -> Math.max(earlier, later);
    };
  }
}
