package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.v1.ErrorReason;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** What must be true of every call that is refused. */
final class Refusals {

  private Refusals() {}

  /**
   * Makes a call that must be refused like this, without a word of whom it was about.
   *
   * @param secrets ids that nothing of the answer may hold
   * @return the details
   */
  static ErrorInfo assertRefused(
      Status.Code status, ErrorReason reason, List<String> secrets, Executable call) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    ErrorInfo info = errorInfo(refused);
    String told = refused + " " + StatusProto.fromThrowable(refused) + " " + info;
    assertAll(
        () -> assertEquals(status, refused.getStatus().getCode(), told),
        () -> assertEquals(reason.name(), info.getReason(), told),
        () -> assertEquals("lethe.io", info.getDomain(), told),
        () -> assertFalse(
            Objects.requireNonNullElse(refused.getStatus().getDescription(), "").isBlank(),
            "the refusal says nothing in words"),
        () -> secrets.forEach(secret -> assertFalse(told.contains(secret), told)));
    return info;
  }

  private static ErrorInfo errorInfo(StatusRuntimeException refused) {
    com.google.rpc.Status status = Objects
        .requireNonNull(StatusProto.fromThrowable(refused), "a refusal without details");
    return status.getDetailsList()
        .stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .map(Refusals::unpack)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no ErrorInfo in " + status));
  }

  private static ErrorInfo unpack(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException garbled) {
      throw new AssertionError("an ErrorInfo that cannot be read", garbled);
    }
  }
}
