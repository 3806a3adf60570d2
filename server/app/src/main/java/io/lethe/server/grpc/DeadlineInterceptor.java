package io.lethe.server.grpc;

import com.google.longrunning.OperationsGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lethe.engine.LetheException;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.server.grpc.admission.CallShare;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time of calls: that of unary calls as a whole, whatever deadline their caller brings,
 * and that of every call until its message is there, or its next one. Spares the work of calls whose deadline passed
 * while they waited for a thread, and answers those whose thread does not come back. Streams live as
 * long as their caller wants.
 */
final class DeadlineInterceptor implements ServerInterceptor {

  private static final Status NOT_BEGUN = Status.DEADLINE_EXCEEDED
      .withDescription("the call's deadline passed before its work began");
  private static final Status NOT_ENDED = Status.DEADLINE_EXCEEDED
      .withDescription("the call's deadline passed before its work ended");
  /** It waits for what takes long, for as long as it says itself. */
  private static final String WAIT = OperationsGrpc.getWaitOperationMethod().getFullMethodName();

  private final Bounds bounds;
  private final ScheduledExecutorService timer;
  private final StatusMapper statuses;
  private final Status notSent;

  /**
   * How long calls may take.
   *
   * @param unasked a unary call that brings no deadline
   * @param most a unary call that brings a later one
   * @param message from a call's headers until its message is there
   */
  record Bounds(Duration unasked, Duration most, Duration message) {}

  DeadlineInterceptor(Bounds bounds, ScheduledExecutorService timer, StatusMapper statuses) {
    this.bounds = bounds;
    this.timer = timer;
    this.statuses = statuses;
    this.notSent = Status.DEADLINE_EXCEEDED.withDescription(
        "the request's message did not arrive within %d s".formatted(bounds.message().toSeconds()));
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    GivenUpCall<Q, A> answered = new GivenUpCall<>(call);
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    Deadline own = Context.current().getDeadline();
    Duration limit = own == null ? bounds.unasked() : bounds.most();
    // The transport itself ends calls that bring a deadline.
    boolean unlimited = method.getType() != MethodType.UNARY
        || (own != null && (method.getFullMethodName().equals(WAIT)
            || own.timeRemaining(TimeUnit.NANOSECONDS) <= limit.toNanos()));
    return unlimited
        ? awaited(answered, watched(next.startCall(answered, headers), answered))
        : limited(limit, answered, headers, next);
  }

  private <Q, A> ServerCall.Listener<Q> limited(
      Duration limit, GivenUpCall<Q, A> answered, Metadata headers, ServerCallHandler<Q, A> next) {
    Context.CancellableContext limited = Context.current()
        .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS, timer);
    limited.addListener(over -> {
      if (over.cancellationCause() instanceof TimeoutException) {
        answered.giveUp(NOT_ENDED, new Metadata());
      }
    }, Runnable::run);
    ServerCall.Listener<Q> listener = Contexts.interceptCall(
        limited, answered, headers, (limitedCall, limitedHeaders) -> watched(
            next.startCall(limitedCall, limitedHeaders), answered));
    return awaited(answered, new SimpleForwardingServerCallListener<>(listener) {
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
    });
  }

  /** Gives up a call whose message does not come: it would hold its place for nothing. */
  private <Q> ServerCall.Listener<Q> awaited(
      GivenUpCall<Q, ?> call, ServerCall.Listener<Q> listener) {
    MessageWait wait = new MessageWait(
        CallShare.waitsForCaller(), () -> call.giveUp(notSent, new Metadata()));
    wait.begin();
    boolean many = !call.getMethodDescriptor().getType().clientSendsOneMessage();
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onMessage(Q message) {
        super.onMessage(message);
        if (many) {
          wait.again();
        }
      }

      @Override
      public void onHalfClose() {
        wait.end();
        super.onHalfClose();
      }

      @Override
      public void onCancel() {
        wait.end();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        wait.end();
        super.onComplete();
      }
    };
  }

  /** Looks at a call until its message is there; one that waits for a thread is not its caller's. */
  private final class MessageWait implements Runnable {

    private final BooleanSupplier waitsForCaller;
    private final Runnable giveUp;
    private @Nullable Future<?> look;
    private boolean over;

    MessageWait(BooleanSupplier waitsForCaller, Runnable giveUp) {
      this.waitsForCaller = waitsForCaller;
      this.giveUp = giveUp;
    }

    synchronized void begin() {
      if (!over) {
        look = timer.schedule(this, bounds.message().toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    /** One message came, and others may follow. */
    synchronized void again() {
      if (look != null) {
        look.cancel(false);
      }
      begin();
    }

    synchronized void end() {
      over = true;
      if (look != null) {
        look.cancel(false);
      }
    }

    @Override
    public void run() {
      if (waitsForCaller.getAsBoolean()) {
        giveUp.run();
      } else {
        begin();
      }
    }
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
        ScopedValue.where(ScoringWatch.GIVEN_UP, givenUp)
            .where(ScoringWatch.GONE, Context.current()::isCancelled)
            .run(super::onHalfClose);
      }
    };
  }
}
