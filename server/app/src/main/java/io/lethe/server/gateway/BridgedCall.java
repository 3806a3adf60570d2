package io.lethe.server.gateway;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call as endpoints and interceptors know it, whose answer goes to a sink. Thread-safe where gRPC's own
 * calls are: it may be closed from anywhere, once.
 */
final class BridgedCall extends ServerCall<InputStream, InputStream> {

  private final MethodDescriptor<InputStream, InputStream> method;
  private final Attributes attributes;
  private final CallSink sink;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean cancelled;
  private volatile Status ended = Status.CANCELLED;

  /**
   * A call under way.
   *
   * @param attributes of its connection
   */
  BridgedCall(
      MethodDescriptor<InputStream, InputStream> method, Attributes attributes, CallSink sink) {
    this.method = method;
    this.attributes = attributes;
    this.sink = sink;
  }

  @Override
  public void request(int numMessages) {
    // The one request of a call comes by itself.
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // No endpoint says anything there, and what a response says is HTTP's.
  }

  @Override
  public void sendMessage(InputStream message) {
    if (!closed.get()) {
      sink.message(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (closed.compareAndSet(false, true)) {
      ended = status;
      sink.end(status, trailers);
    }
  }

  /** How it ended; while it is open, as if its caller had gone. */
  Status ended() {
    return ended;
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Whoever asked has gone. Says whether the call was open until now. */
  boolean abandon() {
    boolean open = closed.compareAndSet(false, true);
    cancelled = open;
    return open;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<InputStream, InputStream> getMethodDescriptor() {
    return method;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }
}
