package io.lethe.client;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ErrorsProto;
import java.util.Map;

/** Errors as a Lethe server sends them. */
final class Problems {

  private Problems() {}

  static StatusRuntimeException of(ErrorReason reason, Map<String, String> metadata) {
    int code = reason.getValueDescriptor()
        .getOptions()
        .getExtension(ErrorsProto.reasonStatus)
        .getNumber();
    return of(code, reason.name(), "lethe.io", metadata);
  }

  static StatusRuntimeException of(
      int code, String reason, String domain, Map<String, String> metadata) {
    ErrorInfo info = ErrorInfo.newBuilder()
        .setReason(reason)
        .setDomain(domain)
        .putAllMetadata(metadata)
        .build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code)
            .setMessage("what went wrong")
            .addDetails(Any.pack(info))
            .build());
  }
}
