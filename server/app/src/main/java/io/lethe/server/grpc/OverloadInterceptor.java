package io.lethe.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.lethe.engine.ErrorKind;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns calls away, before any work, while as many as allowed are under way. */
final class OverloadInterceptor implements ServerInterceptor {

  private final Semaphore permits;

  /**
   * With a bound.
   *
   * @param callsMax calls under way, waiting ones included
   */
  OverloadInterceptor(int callsMax) {
    permits = new Semaphore(callsMax);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!permits.tryAcquire()) {
      StatusRuntimeException overloaded = StatusProto.toStatusRuntimeException(
          StatusMapper.status(
              ErrorKind.OVERLOADED, "the server has more calls than it can take; try again later",
              Map.of()));
      Metadata trailers = overloaded.getTrailers();
      call.close(overloaded.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    AtomicBoolean held = new AtomicBoolean(true);
    try {
      return releasing(next.startCall(call, headers), held);
    } catch (RuntimeException failure) {
      release(held);
      throw failure;
    }
  }

  private <Q> ServerCall.Listener<Q> releasing(
      ServerCall.Listener<Q> listener, AtomicBoolean held) {
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        release(held);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        release(held);
        super.onComplete();
      }
    };
  }

  private void release(AtomicBoolean held) {
    if (held.compareAndSet(true, false)) {
      permits.release();
    }
  }
}
