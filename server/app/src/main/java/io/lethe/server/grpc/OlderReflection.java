package io.lethe.server.grpc;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;

/** Reflection by its older name, for tools that know no other, such as Python's. */
final class OlderReflection {

  private OlderReflection() {}

  // gRPC deprecates the name, not what it does: the service is the newer one's twin.
  @SuppressWarnings("deprecation")
  static BindableService service() {
    return ProtoReflectionService.newInstance();
  }
}
