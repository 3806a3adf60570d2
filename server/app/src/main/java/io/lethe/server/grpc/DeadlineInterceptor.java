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
import io.grpc.StatusRuntimeException;
import io.lethe.engine.LetheException;
import io.lethe.engine.recommend.ScoringWatch;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Gives a deadline to calls that bring none, spares the work of calls whose deadline passed while they
 * waited for a thread, and answers those whose thread does not come back. Streams live as long as
 * their caller wants.
 */
final class DeadlineInterceptor implements ServerInterceptor {

  private static final Status NOT_BEGUN = Status.DEADLINE_EXCEEDED
      .withDescription("the call's deadline passed before its work began");
  private static final Status NOT_ENDED = Status.DEADLINE_EXCEEDED
      .withDescription("the call's deadline passed before its work ended");

  private final Duration deadline;
  private final ScheduledExecutorService timer;
  private final StatusMapper statuses;

  DeadlineInterceptor(Duration deadline, ScheduledExecutorService timer, StatusMapper statuses) {
    this.deadline = deadline;
    this.timer = timer;
    this.statuses = statuses;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
      return next.startCall(call, headers);
    }
    GivenUpCall<Q, A> answered = new GivenUpCall<>(call);
    // The transport itself ends calls that bring a deadline.
    if (Context.current().getDeadline() != null) {
      return watched(next.startCall(answered, headers), answered);
    }
    Context.CancellableContext limited = Context.current()
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS, timer);
    limited.addListener(over -> {
      if (over.cancellationCause() instanceof TimeoutException) {
        answered.giveUp(NOT_ENDED, new Metadata());
      }
    }, Runnable::run);
    ServerCall.Listener<Q> listener = Contexts.interceptCall(
        limited, answered, headers, (limitedCall, limitedHeaders) -> watched(
            next.startCall(limitedCall, limitedHeaders), answered));
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

  private <Q> ServerCall.Listener<Q> watched(
      ServerCall.Listener<Q> listener, GivenUpCall<Q, ?> call) {
    Consumer<LetheException> givenUp = failure -> {
      StatusRuntimeException status = statuses.exception(failure);
      Metadata trailers = status.getTrailers();
      call.giveUp(status.getStatus(), trailers == null ? new Metadata() : trailers);
    };
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onHalfClose() {
        if (Context.current().isCancelled()) {
          throw NOT_BEGUN.asRuntimeException();
        }
        ScopedValue.where(ScoringWatch.GIVEN_UP, givenUp).run(super::onHalfClose);
      }
    };
  }
}
