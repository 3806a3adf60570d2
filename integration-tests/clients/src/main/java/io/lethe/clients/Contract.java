package io.lethe.clients;

import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The methods of the wire contract, by name. */
final class Contract {

  private static final Map<String, MethodDescriptor<?, ?>> METHODS = Stream
      .of(
          RecommendationServiceGrpc.getServiceDescriptor(), ModelServiceGrpc.getServiceDescriptor(),
          UnlearningServiceGrpc.getServiceDescriptor(), AuditServiceGrpc.getServiceDescriptor(),
          OperationsGrpc.getServiceDescriptor())
      .map(ServiceDescriptor::getMethods)
      .flatMap(methods -> methods.stream())
      .collect(
          Collectors.toUnmodifiableMap(MethodDescriptor::getFullMethodName, Function.identity()));

  private Contract() {}

  /** All of these methods take and give messages. */
  @SuppressWarnings("unchecked")
  static @Nullable MethodDescriptor<Message, Message> method(String name) {
    return (MethodDescriptor<Message, Message>) METHODS.get(name);
  }
}
