package io.lethe.client;

import io.lethe.v1.ApproveErasureRequest;
import io.lethe.v1.CancelErasureRequest;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.RetryErasureRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An accepted erasure: from here on, what it names is not served. Holds nothing but its name, and
 * needs not be closed; thread-safe. {@link LetheClient#erasure} makes another from the name.
 */
public final class ErasureHandle {

  /** How long {@link #await(Consumer)} waits at most. */
  public static final Duration AWAIT_DEFAULT = Duration.ofMinutes(10);

  /** A watch ends with its erasure, which takes a month at most. */
  private static final Duration WATCH_MAX = Duration.ofDays(31);

  private final Calls calls;
  private final String name;

  ErasureHandle(Calls calls, String name) {
    this.calls = calls;
    this.name = name;
  }

  /** {@code erasures/{id}}; keep it to ask again later. */
  public String name() {
    return name;
  }

  /** How it fares now. */
  public Erasure now() {
    Erasure now = Erasures.erasure(
        calls.unary(
            UnlearningServiceGrpc.getGetErasureMethod(),
            GetErasureRequest.newBuilder().setName(name).build()));
    return calls.own().saw(now);
  }

  /**
   * Lets it be carried out, if it is held; approving again changes nothing.
   *
   * @return as it is then
   * @throws LetheException with reason APPROVER_IS_REQUESTER or ERASURE_NOT_HELD
   */
  public Erasure approve() {
    return Erasures.erasure(
        calls.unary(
            UnlearningServiceGrpc.getApproveErasureMethod(),
            ApproveErasureRequest.newBuilder().setName(name).build()));
  }

  /**
   * Takes it back, if its solving has not begun: what it names is served again. Cancelling again
   * changes nothing.
   *
   * @return as it is then
   * @throws LetheException with reason ERASURE_NOT_CANCELLABLE or PERMISSION_DENIED
   */
  public Erasure cancel() {
    return Erasures.erasure(
        calls.unary(
            UnlearningServiceGrpc.getCancelErasureMethod(),
            CancelErasureRequest.newBuilder().setName(name).build()));
  }

  /**
   * Takes it up again, if it failed, as a new erasure; retrying again gives the same one.
   *
   * @return the new erasure as it is then
   * @throws LetheException with reason ERASURE_NOT_FAILED or PERMISSION_DENIED
   */
  public Erasure retry() {
    return Erasures.erasure(
        calls.unary(
            UnlearningServiceGrpc.getRetryErasureMethod(),
            RetryErasureRequest.newBuilder().setName(name).build()));
  }

  /**
   * Its receipt.
   *
   * @throws LetheException with reason RECEIPT_NOT_READY before it has ended
   */
  public Receipt receipt() {
    return Receipt.of(
        calls.unary(
            UnlearningServiceGrpc.getGetReceiptMethod(),
            GetReceiptRequest.newBuilder().setName(name + "/receipt").build()));
  }

  /** {@link #await(Consumer, Duration)}, for at most {@link #AWAIT_DEFAULT}. */
  public Erasure await(Consumer<Erasure> progress) {
    return await(progress, AWAIT_DEFAULT);
  }

  /**
   * Waits until the erasure is completed or taken back, through broken connections and restarts of the server.
   *
   * @param progress told of each new state, the last included, on the calling thread
   * @param timeout for how long; when it is over, the erasure goes on at the server all the same
   * @return the erasure as it ended, completed or cancelled
   * @throws LetheException if the erasure failed, with its reason; with status DEADLINE_EXCEEDED
   *     after the timeout; with status CANCELLED if the thread is interrupted
   */
  public Erasure await(Consumer<Erasure> progress, Duration timeout) {
    try (ErasureWatch watch = new ErasureWatch(calls, name, timeout)) {
      while (watch.hasNext()) {
        Erasure erasure = watch.next();
        progress.accept(erasure);
        if (erasure.state().isTerminal()) {
          return ended(erasure);
        }
      }
    }
    throw new IllegalStateException("a watch that ended has seen the end");
  }

  /**
   * Its states as they come, each once, the last of them terminal; waits for the next while read, and
   * goes on through broken connections and restarts of the server, for at most 31 days.
   *
   * @return to be closed: that ends the watch, from any thread. Reading throws {@link LetheException},
   *     with status CANCELLED once it is closed, DEADLINE_EXCEEDED after the 31 days
   */
  public Stream<Erasure> watch() {
    ErasureWatch watch = new ErasureWatch(calls, name, WATCH_MAX);
    return StreamSupport
        .stream(
            Spliterators.spliteratorUnknownSize(watch, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(watch::close);
  }

  /** The end as a value, a failure as the exception. */
  static Erasure ended(Erasure last) {
    if (last.failure().isPresent()) {
      throw LetheException.of(last, last.failure().get());
    }
    return last;
  }
}
