package io.lethe.store.input.cell;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Times as files have them: numbers in whatever unit, or ISO 8601 dates with or without time and
 * offset ({@code 2024-01-31}, {@code 2024-01-31 09:30:00}, {@code 2024-01-31T09:30:00.5+01:00}),
 * which become seconds since 1970 in UTC. Confined to one thread.
 */
public final class TimeParser {

  private static final double NANOS = 1e9;
  private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
      .append(DateTimeFormatter.ISO_LOCAL_DATE)
      .optionalStart()
      .appendPattern("['T'][' ']")
      .append(DateTimeFormatter.ISO_LOCAL_TIME)
      .optionalStart()
      .appendPattern("[' '][XXX][XX][X]")
      .optionalStart()
      .appendLiteral("UTC")
      .toFormatter();

  private final DecimalParser decimal;

  public TimeParser(DecimalParser decimal) {
    this.decimal = decimal;
  }

  /** The time in a cell; NaN where the text is neither a number nor a date. */
  public double parse(char[] buffer, int offset, int length) {
    return switch (decimal.parse(buffer, offset, length)) {
      case NUMBER -> decimal.value();
      case NOT_FINITE -> Double.NaN;
      case NOT_A_NUMBER -> date(new String(buffer, offset, length));
    };
  }

  private static double date(String text) {
    return instant(text).map(time -> time.getEpochSecond() + time.getNano() / NANOS)
        .orElse(Double.NaN);
  }

  /** The moment of an ISO 8601 date with or without time and offset; empty for any other text. */
  public static Optional<Instant> instant(String text) {
    try {
      TemporalAccessor found = ISO
          .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (found) {
        case OffsetDateTime time -> Optional.of(time.toInstant());
        case LocalDateTime time -> Optional.of(time.toInstant(ZoneOffset.UTC));
        case LocalDate day -> Optional.of(day.atStartOfDay().toInstant(ZoneOffset.UTC));
        default -> Optional.empty();
      };
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}
