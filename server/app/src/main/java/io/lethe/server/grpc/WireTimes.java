package io.lethe.server.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points and stretches of time, for the wire. */
final class WireTimes {

  private WireTimes() {}

  static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
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
