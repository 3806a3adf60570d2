package io.lethe.server.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.errors.ErrorCodes;
import io.lethe.server.errors.Incidents;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;

/**
 * The one place where a failure becomes a status; {@link ErrorCodes} has its code. A failure that no
 * code planned for is an incident, of which the caller learns the number alone. Thread-safe.
 */
final class StatusMapper {

  private static final String DOMAIN = "lethe.io";
  private static final Duration OVERLOADED_RETRY_AFTER = Duration.ofMillis(200);

  private final Incidents incidents;

  /**
   * Maps with incident numbers from a source that need not be secret.
   *
   * @param random thread-safe
   */
  StatusMapper(RandomGenerator random) {
    this.incidents = new Incidents(random);
  }

  /** What a caller is told about a failure, details included. */
  StatusRuntimeException exception(Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException unread when isMalformed(unread) ->
        StatusProto.toStatusRuntimeException(
            status(ErrorKind.ARGUMENT_INVALID, "the request's bytes are no message", Map.of()));
      case StatusRuntimeException mapped -> mapped;
      case StatusException mapped -> mapped.getStatus().asRuntimeException(mapped.getTrailers());
      case CancellationException gone when Context.current().isCancelled() ->
        Status.CANCELLED.withDescription("the call is over").asRuntimeException();
      default -> StatusProto.toStatusRuntimeException(status(failure));
    };
  }

  /** Whether it is the library's way to say that bytes could not be read as a message. */
  private static boolean isMalformed(StatusRuntimeException failure) {
    return failure.getStatus().getCause() instanceof InvalidProtocolBufferException;
  }

  /** The same as a message, for operations and erasures that failed. */
  com.google.rpc.Status status(Throwable failure) {
    if (failure instanceof LetheException known && known.kind() != ErrorKind.INTERNAL_ERROR) {
      com.google.rpc.Status status = status(
          known.kind(), String.valueOf(known.getMessage()), known.metadata());
      return known.retryAfter().map(delay -> withRetry(status, delay)).orElse(status);
    }
    String incident = incidents.log(failure);
    return status(
        ErrorKind.INTERNAL_ERROR, Incidents.message(incident), Map.of("incident", incident));
  }

  /** A status without a failure at hand. */
  static com.google.rpc.Status status(
      ErrorKind kind, String message, Map<String, String> metadata) {
    ErrorInfo info = ErrorInfo.newBuilder()
        .setDomain(DOMAIN)
        .setReason(kind.name())
        .putAllMetadata(metadata)
        .build();
    return com.google.rpc.Status.newBuilder()
        .setCode(ErrorCodes.of(kind).value())
        .setMessage(Objects.requireNonNull(message))
        .addDetails(Any.pack(info))
        .build();
  }

  /** What a caller is told who is turned away: it passes by itself. */
  static StatusRuntimeException overloaded(String message) {
    return StatusProto.toStatusRuntimeException(
        withRetry(status(ErrorKind.OVERLOADED, message, Map.of()), OVERLOADED_RETRY_AFTER));
  }

  /** The same, and after which delay to try again. */
  static com.google.rpc.Status withRetry(com.google.rpc.Status status, Duration delay) {
    RetryInfo retry = RetryInfo.newBuilder().setRetryDelay(WireTimes.of(delay)).build();
    return status.toBuilder().addDetails(Any.pack(retry)).build();
  }
}
