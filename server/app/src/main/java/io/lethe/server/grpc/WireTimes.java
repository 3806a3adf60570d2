package io.lethe.server.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.time.Instant;

/** Points and stretches of time, for the wire. */
public final class WireTimes {

  private WireTimes() {}

  /** A point in time. */
  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /**
   * A caller's point in time.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if it is none between the years 1 and 9999
   */
  public static Instant instant(String field, Timestamp wire) {
    if (!Timestamps.isValid(wire)) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "%s is %d s and %d ns; a time from 0001-01-01 to 9999-12-31 is allowed"
              .formatted(field, wire.getSeconds(), wire.getNanos()));
    }
    return Instant.ofEpochSecond(wire.getSeconds(), wire.getNanos());
  }

  static Duration of(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static Duration ofSeconds(double seconds) {
    return of(java.time.Duration.ofNanos(Math.round(seconds * 1e9)));
  }
}
