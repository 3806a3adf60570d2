package io.lethe.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers for people, with their units. */
public final class Units {

  private static final int SCORE_DIGITS = 3;
  private static final int SCORE_DIGITS_MAX = 12;
  private static final double SMALL_SCORE = 0.1;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SECONDS_PER_MINUTE = 60;

  private Units() {}

  /** {@code 487,650}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 user}, {@code 2 users}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 0.8 ms}, {@code 42 ms}, {@code 13.4 s}, {@code 2 min 5 s}. */
  public static String duration(Duration duration) {
    double nanos = duration.toNanos();
    if (nanos < 10 * NANOS_PER_MILLI) {
      return decimals(nanos / NANOS_PER_MILLI, 1) + " ms";
    }
    if (nanos < NANOS_PER_SECOND) {
      return decimals(nanos / NANOS_PER_MILLI, 0) + " ms";
    }
    long seconds = Math.round(nanos / NANOS_PER_SECOND);
    if (seconds < 2 * SECONDS_PER_MINUTE) {
      return decimals(nanos / NANOS_PER_SECOND, 1) + " s";
    }
    return seconds / SECONDS_PER_MINUTE + " min " + seconds % SECONDS_PER_MINUTE + " s";
  }

  /** A number with so many digits after the point. */
  public static String decimals(double number, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }

  /** A score, {@code 1.234} or {@code 0.00423}: the scores of some families are small. */
  public static String score(double score) {
    double size = Math.abs(score);
    int zeros = size > 0 && size < SMALL_SCORE ? (int) -Math.ceil(Math.log10(size)) : 0;
    return decimals(score, Math.min(SCORE_DIGITS + zeros, SCORE_DIGITS_MAX));
  }

  /** A moment, to the second, in Universal Time. */
  public static String time(Instant moment) {
    return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
  }
}
