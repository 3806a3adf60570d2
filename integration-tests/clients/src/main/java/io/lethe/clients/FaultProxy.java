package io.lethe.clients;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the real server on a loopback port in plain text, and passes every call on, the bearer's
 * token and the deadline with it, except for what its fault does.
 */
final class FaultProxy implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key
      .of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String REFUSED = "the proxy refuses";

  private final Channel behind;
  private final Fault fault;
  private final List<ServerServiceDefinition> services;
  private final Server server;
  private final ScheduledExecutorService timer = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Map<Seen, Integer> attempts = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** A request that came. */
  record Seen(String method, Message request) {}

  FaultProxy(Channel behind, Fault fault) throws IOException {
    this.behind = behind;
    this.fault = fault;
    this.services = Contract.services().stream().map(this::service).toList();
    this.server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addServices(services)
        .build()
        .start();
  }

  private ServerServiceDefinition service(ServiceDescriptor descriptor) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor);
    for (MethodDescriptor<Message, Message> method : Contract.methods(descriptor)) {
      service.addMethod(method, new Passage(method));
    }
    return service.build();
  }

  /** The whole contract, for whoever offers it by another way. */
  List<ServerServiceDefinition> services() {
    return services;
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Every request that came, in this order, repeated ones repeatedly. */
  List<Seen> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    server.shutdownNow();
    timer.shutdownNow();
  }

  private final class Passage implements ServerCallHandler<Message, Message> {

    private final MethodDescriptor<Message, Message> method;

    Passage(MethodDescriptor<Message, Message> method) {
      this.method = method;
    }

    @Override
    public ServerCall.Listener<Message> startCall(
        ServerCall<Message, Message> call, Metadata headers) {
      ClientCall<Message, Message> onward = behind.newCall(method, CallOptions.DEFAULT);
      call.request(2);
      return new ServerCall.Listener<>() {
        private boolean begun;
        private boolean refused;

        @Override
        public void onMessage(Message request) {
          if (refused) {
            return;
          }
          try {
            refuse(request);
          } catch (StatusRuntimeException why) {
            refused = true;
            onward.cancel(REFUSED, null);
            Metadata trailers = why.getTrailers();
            call.close(why.getStatus(), trailers == null ? new Metadata() : trailers);
            return;
          }
          boolean first = !begun;
          begun = true;
          later(() -> pass(call, onward, first ? headers : null, request));
        }

        @Override
        public void onHalfClose() {
          if (begun && !refused) {
            later(onward::halfClose);
          }
        }

        @Override
        public void onCancel() {
          onward.cancel("the caller has gone", null);
        }
      };
    }

    /** One after the other, as they come. */
    private void later(Runnable step) {
      var _ = timer
          .schedule(Context.current().wrap(step), fault.delay().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void refuse(Message request) {
      Seen one = new Seen(method.getFullMethodName(), request);
      seen.add(one);
      fault.request(one.method(), request, attempts.merge(one, 1, Integer::sum));
    }

    /** @param headers of the call, with its first message */
    private void pass(
        ServerCall<Message, Message> call, ClientCall<Message, Message> onward,
        @Nullable Metadata headers, Message request) {
      if (headers != null) {
        begin(call, onward, headers);
      }
      onward.sendMessage(request);
      call.request(1);
    }

    private void begin(
        ServerCall<Message, Message> call, ClientCall<Message, Message> onward, Metadata headers) {
      Metadata kept = new Metadata();
      String authorization = headers.get(AUTHORIZATION);
      if (authorization != null) {
        kept.put(AUTHORIZATION, authorization);
      }
      onward.start(new Back(call, onward, method.getFullMethodName()), kept);
      onward.request(2);
    }
  }

  /** From the server back to the client. */
  private final class Back extends ClientCall.Listener<Message> {

    private final ServerCall<Message, Message> call;
    private final ClientCall<Message, Message> onward;
    private final String method;
    private boolean first = true;

    Back(ServerCall<Message, Message> call, ClientCall<Message, Message> onward, String method) {
      this.call = call;
      this.onward = onward;
      this.method = method;
    }

    @Override
    public void onMessage(Message response) {
      if (first) {
        call.sendHeaders(new Metadata());
      }
      fault.response(method, response, first).forEach(call::sendMessage);
      first = false;
      onward.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      // What the proxy has refused is closed already.
      if (!call.isCancelled() && !REFUSED.equals(status.getDescription())) {
        call.close(status, trailers);
      }
    }
  }
}
