package io.lethe.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream of messages and their answers, for a caller that waits for these. Confined to one thread. */
final class Exchange<Q, R> implements ClientResponseObserver<Q, R>, AutoCloseable {

  /** An answer, a failure, or neither at the end. */
  private record Event<R>(@Nullable R answer, @Nullable Throwable failure) {}

  private final Duration answerMax;
  private final BlockingQueue<Event<R>> events = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<Q> call;

  /**
   * Not open yet.
   *
   * @param answerMax how long an answer may take
   */
  Exchange(Duration answerMax) {
    this.answerMax = answerMax;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> opened) {
    call = opened;
  }

  private ClientCallStreamObserver<Q> call() {
    if (call == null) {
      throw new IllegalStateException("the stream is not open");
    }
    return call;
  }

  void send(Q message) {
    call().onNext(message);
  }

  /**
   * Waits for the next answer.
   *
   * @throws LetheException for the stream's failure; with status DEADLINE_EXCEEDED if nothing comes, with
   *     status CANCELLED if the thread is interrupted, which it stays
   */
  R next() {
    Event<R> event = await();
    if (event.failure() instanceof StatusRuntimeException failure) {
      throw LetheException.of(failure);
    }
    R answer = event.answer();
    if (answer == null) {
      throw LetheException.of(Status.Code.UNAVAILABLE, "the server ended the stream early");
    }
    return answer;
  }

  /** Says that no message follows, and waits for the server's end. */
  void end() {
    call().onCompleted();
    if (await().failure() instanceof StatusRuntimeException failure) {
      throw LetheException.of(failure);
    }
  }

  private Event<R> await() {
    try {
      Event<R> event = events.poll(answerMax.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw LetheException
            .of(Status.Code.DEADLINE_EXCEEDED, "the server did not answer within " + answerMax);
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LetheException.of(Status.Code.CANCELLED, "interrupted while waiting for the server");
    }
  }

  @Override
  public void onNext(R answer) {
    events.add(new Event<>(answer, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event<>(null, failure));
  }

  @Override
  public void onCompleted() {
    events.add(new Event<>(null, null));
  }

  /** Cancels what has not ended. */
  @Override
  public void close() {
    call().cancel("no longer wanted", null);
  }
}
