package io.lethe.server.grpc.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.Serial;

/** A call that failed. The message is the server's, or says why the server could not be reached. */
public final class RemoteException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String status;
  private final String reason;

  private RemoteException(String status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static RemoteException of(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String description = status.getDescription();
    return new RemoteException(
        status.getCode().name(), reason(StatusProto.fromThrowable(failure)),
        description == null ? status.getCode().name() : description);
  }

  static RemoteException of(com.google.rpc.Status status) {
    Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
    return new RemoteException(code.name(), reason(status), status.getMessage());
  }

  private static String reason(com.google.rpc.@org.jspecify.annotations.Nullable Status status) {
    if (status == null || status.getDetailsCount() == 0
        || !status.getDetails(0).is(ErrorInfo.class)) {
      return "";
    }
    try {
      return status.getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("the server sent error details that cannot be read", broken);
    }
  }

  /** Name of the gRPC status, such as {@code NOT_FOUND}. */
  public String status() {
    return status;
  }

  /** Lethe's reason, such as {@code MODEL_NOT_FOUND}; empty if it is not Lethe that answered. */
  public String reason() {
    return reason;
  }

  /** Whether nobody answered, or somebody who is no Lethe server. */
  public boolean unreachable() {
    return reason.isEmpty() && (status.equals("UNAVAILABLE") || status.equals("UNIMPLEMENTED"));
  }
}
