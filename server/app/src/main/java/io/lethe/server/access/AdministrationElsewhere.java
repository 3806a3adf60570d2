package io.lethe.server.access;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the public port says of methods that are on the administration port only: that they are there.
 * Nothing of a call is looked at. Immutable, thread-safe.
 */
public final class AdministrationElsewhere extends HandlerRegistry {

  private final Map<String, ServerMethodDefinition<?, ?>> methods;

  /** For all services of a server, of which the public port offers some. */
  public AdministrationElsewhere(List<ServerServiceDefinition> services) {
    methods = services.stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> absent(method.getMethodDescriptor()))
        .filter(method -> !MethodRoles.isPublic(method.getMethodDescriptor().getFullMethodName()))
        .collect(
            Collectors.toMap(
                method -> method.getMethodDescriptor().getFullMethodName(), method -> method));
  }

  private static <A, B> ServerMethodDefinition<A, B> absent(MethodDescriptor<A, B> method) {
    Status status = Status.UNIMPLEMENTED.withDescription(
        "Method not found: %s is administration, which has a port of its own: admin.port"
            .formatted(method.getFullMethodName()));
    return ServerMethodDefinition.create(method, (call, headers) -> {
      call.close(status, new Metadata());
      return new ServerCall.Listener<>() {};
    });
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String method, @Nullable String authority) {
    return methods.get(method);
  }
}
