package io.lethe.server.grpc.remote;

import java.time.Duration;
import java.time.Instant;

/** Points and stretches of time from the wire. */
final class Times {

  private Times() {}

  static Instant instant(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
