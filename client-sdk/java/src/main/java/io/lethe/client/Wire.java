package io.lethe.client;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.time.Instant;
import java.util.Optional;

/** From the wire's small types to Java's. */
final class Wire {

  private Wire() {}

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static java.time.Duration duration(Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /** Empty for the empty name. */
  static Optional<VersionName> version(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(VersionName.parse(name));
  }

  static String modelId(String name) {
    return name.startsWith("models/") ? name.substring("models/".length()) : name;
  }

  static <M extends Message> M unpack(Any any, Class<M> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw LetheException.of(
          Status.Code.INTERNAL, "the server's operation holds '" + any.getTypeUrl() + "' where a "
              + type.getSimpleName() + " belongs");
    }
  }
}
