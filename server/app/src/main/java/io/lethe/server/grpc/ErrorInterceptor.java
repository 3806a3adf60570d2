package io.lethe.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a call with the status of whatever its endpoint throws. */
final class ErrorInterceptor implements ServerInterceptor {

  private final StatusMapper statuses;

  ErrorInterceptor(StatusMapper statuses) {
    this.statuses = statuses;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    AtomicBoolean closed = new AtomicBoolean();
    ServerCall<Q, A> closing = new ClosingCall<>(call, closed);
    return new SimpleForwardingServerCallListener<>(next.startCall(closing, headers)) {
      @Override
      public void onHalfClose() {
        guarded(super::onHalfClose);
      }

      @Override
      public void onMessage(Q message) {
        guarded(() -> super.onMessage(message));
      }

      @Override
      public void onReady() {
        guarded(super::onReady);
      }

      // The endpoint's failure, whatever it is, ends this call and no other.
      private void guarded(Runnable step) {
        try {
          step.run();
        } catch (RuntimeException failure) {
          StatusRuntimeException status = statuses.exception(failure);
          Metadata trailers = status.getTrailers();
          if (closed.compareAndSet(false, true)) {
            call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
          }
        }
      }
    };
  }

  /** Remembers that the endpoint closed the call itself. */
  private static final class ClosingCall<Q, A>
      extends
        io.grpc.ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

    private final AtomicBoolean closed;

    ClosingCall(ServerCall<Q, A> call, AtomicBoolean closed) {
      super(call);
      this.closed = closed;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }
  }
}
