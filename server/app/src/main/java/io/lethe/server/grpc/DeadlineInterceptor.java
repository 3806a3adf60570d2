package io.lethe.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives a deadline to calls that bring none, and spares the work of calls whose deadline passed
 * while they waited for a thread. Streams live as long as their caller wants.
 */
final class DeadlineInterceptor implements ServerInterceptor {

  private final Duration deadline;
  private final ScheduledExecutorService timer;

  DeadlineInterceptor(Duration deadline, ScheduledExecutorService timer) {
    this.deadline = deadline;
    this.timer = timer;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
      return next.startCall(call, headers);
    }
    if (Context.current().getDeadline() != null) {
      return unlessOver(next.startCall(call, headers));
    }
    Context.CancellableContext limited = Context.current()
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS, timer);
    ServerCall.Listener<Q> listener = Contexts.interceptCall(
        limited, call, headers,
        (limitedCall, limitedHeaders) -> unlessOver(next.startCall(limitedCall, limitedHeaders)));
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        super.onCancel();
        limited.cancel(null);
      }

      @Override
      public void onComplete() {
        super.onComplete();
        limited.cancel(null);
      }
    };
  }

  private static <Q> ServerCall.Listener<Q> unlessOver(ServerCall.Listener<Q> listener) {
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onHalfClose() {
        if (Context.current().isCancelled()) {
          throw Status.DEADLINE_EXCEEDED
              .withDescription("the call's deadline passed before its work began")
              .asRuntimeException();
        }
        super.onHalfClose();
      }
    };
  }
}
