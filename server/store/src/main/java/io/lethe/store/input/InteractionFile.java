package io.lethe.store.input;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.interaction.AppendOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a file held. Contains personal data: never logged.
 *
 * @param columns the good rows: users and items numbered in order of first appearance, each in at
 *     least one row, no pair twice, values finite, 1 for implicit feedback, times the weights of the event
 *     types
 * @param times per row its timestamp, in whatever unit the file has, dates in seconds since 1970;
 *     NaN for a time that cannot be read; empty if the file has none. Read only
 * @param format as told or found out
 * @param merged how many rows went into an earlier row of the same pair
 * @param skipped how many rows were left out for which reason; empty unless bad rows are skipped
 * @param events what it says of event types
 * @param valued whether a column of values was read; without one each row counts 1
 * @param unread quoted names of columns that decide nothing, where columns were found by their names
 */
public record InteractionFile(
    InteractionColumns columns, double[] times, InputFormat format, long merged,
    Map<RowFault, Long> skipped, Events events, boolean valued, List<String> unread) {

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
  public record Events(
      String column, SequencedMap<String, Long> rows, long leftOut, String unread) {

    public Events {
      rows = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rows));
    }

    /** Whether rows have event types. */
    public boolean any() {
      return !rows.isEmpty();
    }
  }

  private static final double EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  /** What is later stands for no time, whenever the file is read. */
  private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
  /** Seconds reach this in the year 5138, milliseconds in 1973. */
  private static final double MILLIS_FROM = 1e11;
  /** Milliseconds reach this in the year 5138, microseconds in 1973. */
  private static final double MICROS_FROM = 1e14;

  public InteractionFile {
    skipped = Map.copyOf(skipped);
    unread = List.copyOf(unread);
  }

  /**
   * The columns with the times of their rows; unknown is also what would be before the year 1 or more than
   * a day ahead, which is no time but a number. Numbers are taken for seconds, milliseconds or microseconds
   * by their size.
   */
  public InteractionColumns timed(Instant now) {
    long latest = now.plus(AppendOrder.AHEAD_MAX).toEpochMilli();
    return columns.at(Arrays.stream(times).mapToLong(time -> millis(time, latest)).toArray());
  }

  /** How many rows have a time that can be read and stands for none, see {@link #timed}. */
  public long outOfRange(Instant now) {
    long latest = now.plus(AppendOrder.AHEAD_MAX).toEpochMilli();
    return Arrays.stream(times)
        .filter(
            time -> !Double.isNaN(time) && millis(time, latest) == InteractionColumns.UNKNOWN_TIME)
        .count();
  }

  /** Whether a row's timestamp is before another's, as the times to which they are made. */
  static boolean isBefore(double time, double other) {
    return !isUnknown(time) && !isUnknown(other) && millis(time, LATEST) < millis(other, LATEST);
  }

  /** Whether a timestamp is none, before anybody knows what time it is now. */
  static boolean isUnknown(double time) {
    return millis(time, LATEST) == InteractionColumns.UNKNOWN_TIME;
  }

  private static long millis(double time, long latest) {
    double size = Math.abs(time);
    double millis = time * (size < MILLIS_FROM ? 1e3 : size < MICROS_FROM ? 1 : 1e-3);
    return millis >= EARLIEST && millis <= latest
        ? Math.round(millis)
        : InteractionColumns.UNKNOWN_TIME;
  }
}
