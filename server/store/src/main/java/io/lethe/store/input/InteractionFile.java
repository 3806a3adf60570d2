package io.lethe.store.input;

import io.lethe.engine.model.InteractionColumns;
import java.time.Duration;
import java.time.Instant;
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

  private static final double EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  /** Seconds reach this in the year 5138, milliseconds in 1973. */
  private static final double MILLIS_FROM = 1e11;
  /** Milliseconds reach this in the year 5138, microseconds in 1973. */
  private static final double MICROS_FROM = 1e14;

  public InteractionFile {
    skipped = Map.copyOf(skipped);
  }

  /**
   * When each row happened, in milliseconds of the epoch; the smallest number where that is not known:
   * also of what would be before the year 1 or more than a day ahead, which is no time but a number.
   * Numbers are taken for seconds, milliseconds or microseconds by their size.
   */
  public long[] epochMillis(Instant now) {
    long latest = now.plus(Duration.ofDays(1)).toEpochMilli();
    long[] millis = new long[columns.size()];
    Arrays.setAll(millis, row -> times.length == 0 ? Long.MIN_VALUE : millis(times[row], latest));
    return millis;
  }

  private static long millis(double time, long latest) {
    double size = Math.abs(time);
    double millis = time * (size < MILLIS_FROM ? 1e3 : size < MICROS_FROM ? 1 : 1e-3);
    return millis >= EARLIEST && millis <= latest ? Math.round(millis) : Long.MIN_VALUE;
  }
}
