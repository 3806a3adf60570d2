package io.lethe.server.grpc;

import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.v1.Erasure;
import org.jspecify.annotations.Nullable;

/** One caller who watches one erasure; at most one message per state is queued. Thread-safe. */
final class ErasureStream {

  private final ServerCallStreamObserver<Erasure> observer;
  private boolean ended;
  private Runnable atEnd = () -> {};
  private ErasureCoordinator.@Nullable Watch watch;

  ErasureStream(ServerCallStreamObserver<Erasure> observer) {
    this.observer = observer;
    observer.setOnCancelHandler(this::end);
  }

  synchronized void onEnd(Runnable action) {
    atEnd = action;
  }

  /** Takes over the registration that feeds this stream; it may have ended already. */
  synchronized void follow(ErasureCoordinator.Watch feeding) {
    watch = feeding;
    if (ended) {
      feeding.close();
    }
  }

  synchronized void tell(io.lethe.engine.erasure.Erasure erasure) {
    if (ended) {
      return;
    }
    observer.onNext(WireErasures.of(erasure));
    if (erasure.state().terminal()) {
      end();
      observer.onCompleted();
    }
  }

  synchronized void fail(com.google.rpc.Status status) {
    if (!ended) {
      end();
      observer.onError(StatusProto.toStatusRuntimeException(status));
    }
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      if (watch != null) {
        watch.close();
      }
      atEnd.run();
    }
  }
}
