package io.lethe.server.grpc;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.lethe.server.access.MethodRoles;
import java.util.List;

/** What ports for everybody offer where administration has one of its own. */
public final class PublicMethods {

  private PublicMethods() {}

  /** What is not for the public is not there at all, whoever asks. */
  public static List<ServerServiceDefinition> of(List<ServerServiceDefinition> services) {
    return services.stream()
        .map(PublicMethods::of)
        .filter(service -> !service.getMethods().isEmpty())
        .toList();
  }

  private static ServerServiceDefinition of(ServerServiceDefinition service) {
    ServerServiceDefinition.Builder kept = ServerServiceDefinition
        .builder(service.getServiceDescriptor().getName());
    for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
      if (MethodRoles.isPublic(method.getMethodDescriptor().getFullMethodName())) {
        kept.addMethod(method);
      }
    }
    return kept.build();
  }
}
