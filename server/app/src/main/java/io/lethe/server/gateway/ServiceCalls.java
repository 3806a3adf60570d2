package io.lethe.server.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.server.grpc.admission.ConnectionWatches;
import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Calls the server's own services on behalf of whoever sent an HTTP request: with that caller's token and
 * certificate, through the same interceptors and the same admission as over gRPC. Thread-safe.
 */
public final class ServiceCalls {

  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final AttributeKey<Attributes> OF_CONNECTION = AttributeKey
      .valueOf(ServiceCalls.class, "OF_CONNECTION");

  private final Map<String, ServerMethodDefinition<InputStream, InputStream>> methods = new HashMap<>();
  private final AdmissionControl admission;
  private final ConnectionWatches watches;
  private final Function<Throwable, StatusRuntimeException> statuses;
  private volatile boolean refusing;

  /**
   * Calls what is offered.
   *
   * @param statuses what a caller is told about a failure that came to no service
   * @param offered whose messages are streams of bytes
   */
  ServiceCalls(
      Function<Throwable, StatusRuntimeException> statuses, List<ServerServiceDefinition> offered,
      AdmissionControl admission, ConnectionWatches watches) {
    this.statuses = statuses;
    this.admission = admission;
    this.watches = watches;
    offered.stream().flatMap(service -> service.getMethods().stream()).forEach(this::add);
  }

  // Every service reads and writes bytes, see GrpcServices.add.
  @SuppressWarnings("unchecked")
  private void add(ServerMethodDefinition<?, ?> method) {
    methods.put(
        method.getMethodDescriptor().getFullMethodName(),
        (ServerMethodDefinition<InputStream, InputStream>) method);
  }

  /**
   * Calls a unary method.
   *
   * @param caller whose request is worked on; when it is over before the answer came, so is the call
   * @param method of a generated class, such as {@code UnlearningServiceGrpc.getUnlearnMethod()}
   * @return the answer, or a {@link StatusRuntimeException} with its trailers; completed on any thread
   * @throws IllegalArgumentException if the method is not offered here
   */
  public <Q, A> CompletableFuture<A> unary(
      ServiceRequestContext caller, MethodDescriptor<Q, A> method, Q request) {
    ServerMethodDefinition<InputStream, InputStream> definition = methods
        .get(method.getFullMethodName());
    if (definition == null) {
      throw new IllegalArgumentException(method.getFullMethodName() + " is not offered here");
    }
    CompletableFuture<A> answer = new CompletableFuture<>();
    ServiceCall call = begin(caller, definition, new OneAnswer<>(method, answer));
    call.request(() -> method.streamRequest(request));
    var _ = CompletableFuture.anyOf(answer, caller.whenRequestCancelled())
        .whenComplete((done, failure) -> call.over());
    return answer;
  }

  /** Begins a call; its request comes later. */
  ServiceCall begin(
      ServiceRequestContext caller, ServerMethodDefinition<InputStream, InputStream> method,
      CallSink sink) {
    Metadata headers = new Metadata();
    caller.request()
        .headers()
        .getAll(HttpHeaderNames.AUTHORIZATION)
        .forEach(value -> headers.put(AUTHORIZATION, value));
    ServiceCall call = new ServiceCall(
        method, new BridgedCall(method.getMethodDescriptor(), attributes(caller), sink), headers,
        admission, statuses);
    if (refusing) {
      call.fail(new LetheException(ErrorKind.SHUTTING_DOWN, "the server is going down"));
    } else {
      call.begin();
    }
    return call;
  }

  /** Calls from now on are told that the server is going down. */
  void refuse() {
    refusing = true;
  }

  private Attributes attributes(ServiceRequestContext caller) {
    Attributes connection = connection(caller);
    SSLSession session = caller.sslSession();
    return session == null
        ? connection
        : connection.toBuilder().set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session).build();
  }

  /** What is counted for a connection is kept with it. */
  private Attributes connection(ServiceRequestContext caller) {
    Channel channel = caller.log().ensureAvailable(RequestLogProperty.SESSION).channel();
    if (channel == null) {
      return Attributes.EMPTY;
    }
    Attribute<Attributes> kept = channel.attr(OF_CONNECTION);
    Attributes fresh = watches.transportReady(Attributes.EMPTY);
    Attributes known = kept.setIfAbsent(fresh);
    return known == null ? fresh : known;
  }

  /** The one answer of a unary method. */
  private static final class OneAnswer<A> implements CallSink {

    private final MethodDescriptor<?, A> method;
    private final CompletableFuture<A> answer;
    private @Nullable A message;

    OneAnswer(MethodDescriptor<?, A> method, CompletableFuture<A> answer) {
      this.method = method;
      this.answer = answer;
    }

    @Override
    public void message(InputStream bytes) {
      message = method.parseResponse(bytes);
    }

    @Override
    public void end(Status status, Metadata trailers) {
      if (status.isOk() && message != null) {
        answer.complete(message);
      } else {
        answer.completeExceptionally(status.asRuntimeException(trailers));
      }
    }
  }
}
