package io.lethe.clients;

import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.util.Collection;
import java.util.List;

/** The services of the wire contract. */
final class Contract {

  private static final List<ServiceDescriptor> SERVICES = List.of(
      RecommendationServiceGrpc.getServiceDescriptor(),
      InteractionServiceGrpc.getServiceDescriptor(), CatalogServiceGrpc.getServiceDescriptor(),
      ModelServiceGrpc.getServiceDescriptor(), UnlearningServiceGrpc.getServiceDescriptor(),
      AuditServiceGrpc.getServiceDescriptor(), OperationsGrpc.getServiceDescriptor());

  private Contract() {}

  static List<ServiceDescriptor> services() {
    return SERVICES;
  }

  /** All of these methods take and give messages. */
  @SuppressWarnings("unchecked")
  static Collection<MethodDescriptor<Message, Message>> methods(ServiceDescriptor service) {
    return (Collection<MethodDescriptor<Message, Message>>) (Collection<?>) service.getMethods();
  }
}
