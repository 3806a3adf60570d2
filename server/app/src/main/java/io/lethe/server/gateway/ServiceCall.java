package io.lethe.server.gateway;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.StatusRuntimeException;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.grpc.admission.AdmissionControl;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call's way through a service: the same steps in the same order as gRPC's transport has them.
 * Admission is asked on the thread of the connection; everything else, reading the request included,
 * runs one after the other where the admission has it run.
 */
final class ServiceCall {

  private final ServerMethodDefinition<InputStream, InputStream> method;
  private final BridgedCall call;
  private final Metadata headers;
  private final Function<Throwable, StatusRuntimeException> statuses;
  private final ServerStreamTracer admitted;
  private final Context.CancellableContext context;
  private final Executor inOrder;
  private ServerCall.@Nullable Listener<InputStream> listener;

  /** Asks the admission; nothing of the call runs yet. */
  ServiceCall(
      ServerMethodDefinition<InputStream, InputStream> method, BridgedCall call, Metadata headers,
      AdmissionControl admission, Function<Throwable, StatusRuntimeException> statuses) {
    this.method = method;
    this.call = call;
    this.headers = headers;
    this.statuses = statuses;
    admitted = admission
        .newServerStreamTracer(call.getMethodDescriptor().getFullMethodName(), headers);
    context = admitted.filterContext(Context.ROOT).withCancellation();
    Context before = context.attach();
    try {
      inOrder = MoreExecutors.newSequentialExecutor(admission.getExecutor(call, headers));
    } finally {
      context.detach(before);
    }
  }

  /** The interceptors: whether the call goes on. */
  void begin() {
    run(() -> listener = method.getServerCallHandler().startCall(call, headers));
  }

  /** The request is there; it is read only if nobody ended the call before. */
  void request(Supplier<InputStream> request) {
    run(() -> {
      if (listener != null && !call.isClosed()) {
        listener.onMessage(request.get());
        listener.onHalfClose();
      }
    });
  }

  /** There will be no request. */
  void fail(Throwable failure) {
    StatusRuntimeException status = statuses.apply(failure);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** The response was sent, or whoever waited for it has gone: nothing of the call is kept. */
  void over() {
    boolean gone = call.abandon();
    admitted.streamClosed(call.ended());
    if (gone) {
      context.cancel(null);
    }
    run(() -> {
      if (listener != null && gone) {
        listener.onCancel();
      } else if (listener != null) {
        listener.onComplete();
      }
      context.cancel(null);
    });
  }

  private void run(Runnable step) {
    try {
      inOrder.execute(() -> context.run(() -> guarded(step)));
    } catch (RejectedExecutionException stopped) {
      fail(new LetheException(ErrorKind.SHUTTING_DOWN, "the server is going down"));
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }
}
