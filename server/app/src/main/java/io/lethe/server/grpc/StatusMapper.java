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
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failure becomes a status. A failure that nobody planned for gets a number
 * under which the server's log tells more; the caller learns the number only. Thread-safe.
 */
final class StatusMapper {

  private static final String DOMAIN = "lethe.io";
  private static final int INCIDENT_BYTES = 6;
  private static final Duration OVERLOADED_RETRY_AFTER = Duration.ofMillis(200);
  private static final Logger LOG = LoggerFactory.getLogger(StatusMapper.class);

  private final RandomGenerator incidents;

  /**
   * Maps with incident numbers from a source that need not be secret.
   *
   * @param incidents thread-safe
   */
  StatusMapper(RandomGenerator incidents) {
    this.incidents = incidents;
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
    byte[] number = new byte[INCIDENT_BYTES];
    incidents.nextBytes(number);
    String incident = HexFormat.of().formatHex(number);
    LOG.error("incident {}: {}", incident, StackTraces.withoutMessages(failure));
    return status(
        ErrorKind.INTERNAL_ERROR,
        "a defect of the server; its log tells more under incident " + incident,
        Map.of("incident", incident));
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
        .setCode(code(kind).value())
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

  static Status.Code code(ErrorKind kind) {
    return switch (kind) {
      case ARGUMENT_INVALID, NAME_MALFORMED, ID_MALFORMED, PAGE_SIZE_NEGATIVE, PAGE_TOKEN_INVALID,
          INTERACTION_NOT_FOUND, N_OUT_OF_RANGE, BATCH_OUT_OF_RANGE, ITEMS_OUT_OF_RANGE,
          OPTION_INVALID, REQUEST_ID_MISSING, REQUEST_ID_MALFORMED, TARGET_EMPTY, TARGET_TOO_LARGE,
          METHOD_NOT_SUPPORTED ->
        Status.Code.INVALID_ARGUMENT;
      case MODEL_NOT_FOUND, VERSION_NOT_FOUND, USER_NOT_FOUND, USER_CONTAINED, ITEM_NOT_FOUND,
          DATASET_NOT_FOUND, PLUGIN_NOT_FOUND, ERASURE_NOT_FOUND, OPERATION_NOT_FOUND ->
        Status.Code.NOT_FOUND;
      case REQUEST_ID_REUSED -> Status.Code.ALREADY_EXISTS;
      case MODEL_NOT_READY, SHUTTING_DOWN -> Status.Code.UNAVAILABLE;
      case VERSION_HOLDS_ERASED_DATA, RECEIPT_NOT_READY, OPERATION_NOT_CANCELLABLE,
          ERASURE_POSITION_BEHIND, ERASURE_NOT_CANCELLABLE, ERASURE_NOT_HELD,
          RECEIPT_LOG_INCONSISTENT ->
        Status.Code.FAILED_PRECONDITION;
      case CONCURRENT_CHANGE -> Status.Code.ABORTED;
      case CANCELLED -> Status.Code.CANCELLED;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case PERMISSION_DENIED, APPROVER_IS_REQUESTER -> Status.Code.PERMISSION_DENIED;
      case CHECKPOINT_DAMAGED -> Status.Code.DATA_LOSS;
      case STORAGE_FULL, OVERLOADED, RATE_LIMITED, SHARE_LIMITED -> Status.Code.RESOURCE_EXHAUSTED;
      case INTERNAL_ERROR, PLUGIN_FAILED, VERIFICATION_FAILED, STORAGE_FAILED ->
        Status.Code.INTERNAL;
    };
  }
}
