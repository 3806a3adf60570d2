package io.lethe.clients.testee;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.ErasureProto;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ModelProto;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.ModelServiceProto;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.UnlearningServiceProto;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Any unary call, through the client's own channel, as the generated stubs make it. */
final class RawCalls {

  private static final long DEADLINE_SECONDS = 5;

  private static final List<ServiceDescriptor> SERVICES = List.of(
      RecommendationServiceGrpc.getServiceDescriptor(),
      InteractionServiceGrpc.getServiceDescriptor(), CatalogServiceGrpc.getServiceDescriptor(),
      ModelServiceGrpc.getServiceDescriptor(), UnlearningServiceGrpc.getServiceDescriptor(),
      AuditServiceGrpc.getServiceDescriptor(), OperationsGrpc.getServiceDescriptor());

  /** What an operation may hold. */
  private static final TypeRegistry TYPES = TypeRegistry.newBuilder()
      .add(ErasureProto.getDescriptor().getMessageTypes())
      .add(ModelProto.getDescriptor().getMessageTypes())
      .add(ModelServiceProto.getDescriptor().getMessageTypes())
      .add(UnlearningServiceProto.getDescriptor().getMessageTypes())
      .build();

  private RawCalls() {}

  static JsonObject call(Channel channel, Arguments arguments)
      throws InvalidProtocolBufferException {
    MethodDescriptor<Message, Message> method = method(arguments.text("method"));
    PrototypeMarshaller<Message> requests = (PrototypeMarshaller<Message>) method
        .getRequestMarshaller();
    Message.Builder request = Objects.requireNonNull(requests.getMessagePrototype())
        .newBuilderForType();
    JsonFormat.parser().merge(arguments.json().get("request").toString(), request);
    Message response = ClientCalls.blockingUnaryCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
        request.build());
    JsonObject json = new JsonObject();
    json.add(
        "response",
        JsonParser.parseString(JsonFormat.printer().usingTypeRegistry(TYPES).print(response)));
    return json;
  }

  /** All of these methods take and give messages. */
  @SuppressWarnings("unchecked")
  private static MethodDescriptor<Message, Message> method(String name) {
    return (MethodDescriptor<Message, Message>) SERVICES.stream()
        .map(ServiceDescriptor::getMethods)
        .flatMap(Collection::stream)
        .filter(method -> method.getFullMethodName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no method '" + name + "'"));
  }
}
