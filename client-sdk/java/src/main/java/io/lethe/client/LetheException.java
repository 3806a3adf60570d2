package io.lethe.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ErrorsProto;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed. Decide by {@link #reason()} where it is set, else by {@link #status()}; the
 * message is for people.
 */
public final class LetheException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String DOMAIN = "lethe.io";
  /** The transport's own descriptions, whose causes say what happened. */
  private static final Set<String> TRANSPORT = Set.of("io exception", "http2 exception");

  private final Status.Code status;
  private final String reason;
  private final String text;
  // Every map that Map.copyOf makes of strings is serializable.
  @SuppressWarnings("serial") private final Map<String, String> metadata;
  private final @Nullable UUID requestId;
  private final @Nullable AppendSummary appended;

  private LetheException(
      Status.Code status, ErrorInfo info, @Nullable String text, @Nullable Throwable cause) {
    super(message(text, status, info), cause);
    this.status = status;
    this.reason = info.getReason();
    this.text = text == null ? "" : text;
    this.metadata = Map.copyOf(info.getMetadataMap());
    this.requestId = null;
    this.appended = null;
  }

  private LetheException(LetheException failure, UUID requestId, AppendSummary appended) {
    super(failure.getMessage(), failure);
    this.status = failure.status;
    this.reason = failure.reason;
    this.text = failure.text;
    this.metadata = failure.metadata;
    this.requestId = requestId;
    this.appended = appended;
  }

  /** The gRPC status. */
  public Status.Code status() {
    return status;
  }

  /**
   * The name of an {@link ErrorReason}, or empty when the failure did not come from Lethe itself:
   * a deadline, a broken connection. A newer server may send names this client does not know.
   */
  public String reason() {
    return reason;
  }

  /** The message without the reason or status that it begins with; may be empty. */
  public String text() {
    return text;
  }

  /** Whether this is the reason. */
  public boolean is(ErrorReason expected) {
    return reason.equals(expected.name());
  }

  /** What the reason's description says comes with it; never a user's or an item's id. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * What a failed {@link LetheClient#appendAll} took in before the batch that failed, or a failed
   * {@link LetheClient#importInteractions} of the whole import; empty for other calls.
   */
  public Optional<AppendSummary> appended() {
    return Optional.ofNullable(appended);
  }

  /**
   * The request id of the failed batch of {@link LetheClient#appendAll}, or the id of the import that
   * failed; empty for other calls, whose request has its id.
   */
  public Optional<UUID> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** The same failure, as that of one batch of several. */
  LetheException ofBatch(UUID id, AppendSummary before) {
    return new LetheException(this, id, before);
  }

  /** The failure of a call that was made with the generated stubs. */
  public static LetheException of(StatusRuntimeException failure) {
    com.google.rpc.Status details = StatusProto.fromThrowable(failure);
    ErrorInfo info = details == null ? ErrorInfo.getDefaultInstance() : errorInfo(details);
    Status status = failure.getStatus();
    return new LetheException(status.getCode(), info, text(status), failure);
  }

  /** Where the description is the transport's own, its cause has the address and what happened. */
  private static @Nullable String text(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null && cause.getMessage() == null) {
      cause = cause.getCause();
    }
    return description != null && TRANSPORT.contains(description) && cause != null
        && cause.getMessage() != null ? cause.getMessage() : description;
  }

  /** The failure of a long-running operation. */
  static LetheException of(com.google.rpc.Status failure) {
    Status.Code code = Status.fromCodeValue(failure.getCode()).getCode();
    return new LetheException(code, errorInfo(failure), failure.getMessage(), null);
  }

  static LetheException of(Erasure erasure, Erasure.Failure failure) {
    ErrorInfo info = ErrorInfo.newBuilder()
        .setReason(failure.reason())
        .putMetadata("erasure", erasure.name())
        .build();
    return new LetheException(
        statusOf(failure.reason()), info, (failure.message() + " (" + erasure.name() + ")").strip(),
        null);
  }

  static LetheException of(Status.Code status, String message) {
    return new LetheException(status, ErrorInfo.getDefaultInstance(), message, null);
  }

  private static Status.Code statusOf(String reason) {
    var value = ErrorReason.getDescriptor().findValueByName(reason);
    if (value == null || !value.getOptions().hasExtension(ErrorsProto.reasonStatus)) {
      return Status.Code.UNKNOWN;
    }
    int code = value.getOptions().getExtension(ErrorsProto.reasonStatus).getNumber();
    return Status.fromCodeValue(code).getCode();
  }

  private static ErrorInfo errorInfo(com.google.rpc.Status status) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        ErrorInfo info = unpack(detail);
        if (info.getDomain().equals(DOMAIN)) {
          return info;
        }
      }
    }
    return ErrorInfo.getDefaultInstance();
  }

  private static ErrorInfo unpack(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      // A garbled detail must not hide the failure it came with.
      return ErrorInfo.getDefaultInstance();
    }
  }

  private static String message(@Nullable String text, Status.Code code, ErrorInfo info) {
    String kind = info.getReason().isEmpty() ? code.name() : info.getReason();
    return text == null || text.isEmpty() ? kind : kind + ": " + text;
  }
}
