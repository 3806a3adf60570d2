package io.lethe.server.grpc.admission;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the meter which model a call is about, as its first message names it. The innermost interceptor. */
public final class NamedModel implements ServerInterceptor {

  /** Fields that name a model or what is a model's, the first that there is. */
  private static final List<String> FIELDS = List.of("model", "parent", "name");

  private final Map<MethodDescriptor<?, ?>, Optional<FieldDescriptor>> fields = new ConcurrentHashMap<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Admission admission = Admission.OF_CALL.get();
    Optional<FieldDescriptor> field = fields
        .computeIfAbsent(call.getMethodDescriptor(), NamedModel::field);
    if (admission == null || field.isEmpty()) {
      return next.startCall(call, headers);
    }
    FieldDescriptor named = field.get();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        admission.isAbout((String) ((Message) message).getField(named));
        super.onMessage(message);
      }
    };
  }

  private static Optional<FieldDescriptor> field(MethodDescriptor<?, ?> method) {
    if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier known)) {
      return Optional.empty();
    }
    Descriptor request = known.getMethodDescriptor().getInputType();
    return FIELDS.stream()
        .map(request::findFieldByName)
        .filter(Objects::nonNull)
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.STRING)
        .findFirst();
  }
}
