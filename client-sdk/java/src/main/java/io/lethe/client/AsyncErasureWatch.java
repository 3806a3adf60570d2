package io.lethe.client;

import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link ErasureHandle#await} without a thread that waits: follows one stream after the other until the
 * erasure has ended. Its streams come one after the other, so that nothing here is shared.
 */
final class AsyncErasureWatch {

  private final Calls calls;
  private final String name;
  private final Consumer<Erasure> progress;
  private final Duration timeout;
  private final Deadline until;
  private final Pause pause;
  private final CompletableFuture<Erasure> ended = new CompletableFuture<>();
  private volatile @Nullable Erasure last;

  private AsyncErasureWatch(
      Calls calls, String name, Consumer<Erasure> progress, Duration timeout) {
    this.calls = calls;
    this.name = name;
    this.progress = progress;
    this.timeout = timeout;
    this.until = Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
    this.pause = new Pause(until);
  }

  static CompletableFuture<Erasure> await(
      Calls calls, String name, Consumer<Erasure> progress, Duration timeout) {
    AsyncErasureWatch watch = new AsyncErasureWatch(calls, name, progress, timeout);
    watch.open();
    return watch.ended;
  }

  private void open() {
    Stream stream = new Stream();
    calls.stream(
        UnlearningServiceGrpc.getWatchErasureMethod(),
        WatchErasureRequest.newBuilder().setName(name).build(), until, stream);
    // However it ended: the caller may have completed the future, or let it time out.
    CompletableFuture<?> unused = ended.whenComplete((erasure, failure) -> stream.cancel());
  }

  private void again() {
    long nanos = pause.nextNanos();
    if (nanos <= 0) {
      ended.completeExceptionally(ErasureWatch.late(name, timeout));
    } else {
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> {
        if (!ended.isDone()) {
          open();
        }
      });
    }
  }

  private void come(Erasure erasure) {
    // A new stream begins with the state the broken one ended with.
    if (last == null || erasure.state() != last.state()) {
      last = calls.own().saw(erasure);
      progress.accept(erasure);
    }
  }

  private void end(Erasure erasure) {
    try {
      ended.complete(ErasureHandle.ended(erasure));
    } catch (LetheException failed) {
      ended.completeExceptionally(failed);
    }
  }

  /** One stream. */
  private final class Stream
      implements
        ClientResponseObserver<WatchErasureRequest, io.lethe.v1.Erasure> {

    private @Nullable ClientCallStreamObserver<WatchErasureRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchErasureRequest> started) {
      call = started;
    }

    /** Only once it is open: gRPC refuses to start a call that is cancelled. */
    void cancel() {
      if (call != null) {
        call.cancel("no caller waits any more", null);
      }
    }

    @Override
    public void onNext(io.lethe.v1.Erasure message) {
      if (ended.isDone()) {
        return;
      }
      try {
        come(Erasures.erasure(message));
      } catch (RuntimeException e) {
        // The caller must learn that the answer could not be read, or that the consumer threw.
        ended.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      boolean broken = failure instanceof StatusRuntimeException e
          && e.getStatus().getCode() == Status.Code.UNAVAILABLE;
      if (broken || until.isExpired()) {
        again();
      } else {
        ended.completeExceptionally(
            failure instanceof StatusRuntimeException e ? LetheException.of(e) : failure);
      }
    }

    @Override
    public void onCompleted() {
      Erasure erasure = last;
      if (erasure != null && erasure.state().isTerminal()) {
        end(erasure);
      } else {
        again();
      }
    }
  }
}
