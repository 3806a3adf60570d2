package io.lethe.client;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An erasure's states as they come, each once, the last of them terminal: through broken connections
 * and restarts of the server, until a deadline. Confined to one thread, but for closing.
 */
final class ErasureWatch implements Iterator<Erasure>, AutoCloseable {

  private final Calls calls;
  private final String name;
  private final Duration timeout;
  private final Deadline until;
  private final Pause pause;
  private final Context.CancellableContext context = Context.current().withCancellation();
  private @Nullable Iterator<io.lethe.v1.Erasure> stream;
  private @Nullable Erasure last;
  private @Nullable Erasure next;

  ErasureWatch(Calls calls, String name, Duration timeout) {
    this.calls = calls;
    this.name = name;
    this.timeout = timeout;
    this.until = Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
    this.pause = new Pause(until);
  }

  /**
   * Waits for the next state.
   *
   * @throws LetheException with status DEADLINE_EXCEEDED after the timeout, with status CANCELLED
   *     once closed or if the thread is interrupted
   */
  @Override
  public boolean hasNext() {
    while (next == null && (last == null || !last.state().isTerminal())) {
      Erasure come = read();
      // A new stream begins with the state the broken one ended with.
      if (come != null && (last == null || come.state() != last.state())) {
        next = come;
      } else if (come == null && !pause.untilNextLook()) {
        throw late(name, timeout);
      }
    }
    return next != null;
  }

  static LetheException late(String name, Duration timeout) {
    return LetheException.of(
        Status.Code.DEADLINE_EXCEEDED,
        name + " had not ended after " + timeout + "; it goes on at the server");
  }

  @Override
  public Erasure next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the erasure has ended");
    }
    Erasure come = next;
    last = come;
    next = null;
    return calls.own().saw(come);
  }

  /** Null if the stream broke and another may be tried. */
  private @Nullable Erasure read() {
    try {
      if (stream == null) {
        stream = calls.stream(
            UnlearningServiceGrpc.getWatchErasureMethod(),
            WatchErasureRequest.newBuilder().setName(name).build(), until, context);
      }
      if (stream.hasNext()) {
        return Erasures.erasure(stream.next());
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE && !until.isExpired()) {
        throw LetheException.of(e);
      }
    }
    stream = null;
    return null;
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
