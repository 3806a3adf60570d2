package io.lethe.store.input;

import io.lethe.engine.model.InteractionColumns;
import java.util.Arrays;
import java.util.Map;

/**
 * What a file held. Contains personal data: never logged.
 *
 * @param columns the good rows: users and items numbered in order of first appearance, each in at
 *     least one row, no pair twice, values finite and 1 for implicit feedback
 * @param times per row its timestamp, in whatever unit the file has, dates in seconds since 1970;
 *     NaN for a time that cannot be read; empty if the file has none. Read only
 * @param format as told or found out
 * @param merged how many rows went into an earlier row of the same pair
 * @param skipped how many rows were left out for which reason; empty unless bad rows are skipped
 */
public record InteractionFile(
    InteractionColumns columns, double[] times, InputFormat format, long merged,
    Map<RowFault, Long> skipped) {

  /** Seconds reach this in the year 5138, milliseconds in 1973. */
  private static final double MILLIS_FROM = 1e11;
  /** Milliseconds reach this in the year 5138, microseconds in 1973. */
  private static final double MICROS_FROM = 1e14;

  public InteractionFile {
    skipped = Map.copyOf(skipped);
  }

  /**
   * When each row happened, in milliseconds of the epoch; the smallest number where that is not known.
   * Numbers are taken for seconds, milliseconds or microseconds by their size.
   */
  public long[] epochMillis() {
    long[] millis = new long[columns.size()];
    Arrays.setAll(millis, row -> times.length == 0 ? Long.MIN_VALUE : millis(times[row]));
    return millis;
  }

  private static long millis(double time) {
    double size = Math.abs(time);
    double millis = time * (size < MILLIS_FROM ? 1e3 : size < MICROS_FROM ? 1 : 1e-3);
    return Math.abs(millis) < MICROS_FROM ? Math.round(millis) : Long.MIN_VALUE;
  }
}
