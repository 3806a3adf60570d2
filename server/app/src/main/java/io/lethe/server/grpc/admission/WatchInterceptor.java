package io.lethe.server.grpc.admission;

import com.google.longrunning.OperationsGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the calls of one connection that stay open until something happens, so that one caller
 * cannot use up what all share.
 */
public final class WatchInterceptor implements ServerInterceptor {

  private static final String WAIT = OperationsGrpc.getWaitOperationMethod().getFullMethodName();

  private final StatusRuntimeException refusal;

  /**
   * Refuses with always the same words.
   *
   * @param refusal what callers are told
   */
  public WatchInterceptor(StatusRuntimeException refusal) {
    this.refusal = refusal;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Semaphore free = call.getAttributes().get(ConnectionWatches.FREE);
    if (free == null || !staysOpen(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    if (!free.tryAcquire()) {
      Metadata trailers = new Metadata();
      Metadata details = refusal.getTrailers();
      if (details != null) {
        trailers.merge(details);
      }
      call.close(refusal.getStatus(), trailers);
      return new ServerCall.Listener<>() {};
    }
    AtomicBoolean held = new AtomicBoolean(true);
    try {
      return givingBack(next.startCall(call, headers), free, held);
    } catch (RuntimeException failure) {
      giveBack(free, held);
      throw failure;
    }
  }

  private static boolean staysOpen(MethodDescriptor<?, ?> method) {
    return method.getType() != MethodType.UNARY || method.getFullMethodName().equals(WAIT);
  }

  private static <Q> ServerCall.Listener<Q> givingBack(
      ServerCall.Listener<Q> listener, Semaphore free, AtomicBoolean held) {
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        giveBack(free, held);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        giveBack(free, held);
        super.onComplete();
      }
    };
  }

  private static void giveBack(Semaphore free, AtomicBoolean held) {
    if (held.compareAndSet(true, false)) {
      free.release();
    }
  }
}
