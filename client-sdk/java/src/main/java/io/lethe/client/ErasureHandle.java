package io.lethe.client;

import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lethe.v1.ApproveErasureRequest;
import io.lethe.v1.CancelErasureRequest;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An accepted erasure: from here on, what it names is not served. Holds nothing but its name, and
 * needs not be closed; thread-safe. {@link LetheClient#erasure} makes another from the name.
 */
public final class ErasureHandle {

  /** How long {@link #await(Consumer)} waits at most. */
  public static final Duration AWAIT_DEFAULT = Duration.ofMinutes(10);

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
    return Erasures.erasure(
        calls.unary(
            UnlearningServiceGrpc.getGetErasureMethod(),
            GetErasureRequest.newBuilder().setName(name).build()));
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
    Deadline until = Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
    Pause pause = new Pause(until);
    AtomicReference<@Nullable Erasure> last = new AtomicReference<>();
    while (!watch(progress, until, last)) {
      if (!pause.untilNextLook()) {
        throw LetheException.of(
            Status.Code.DEADLINE_EXCEEDED,
            name + " had not ended after " + timeout + "; it goes on at the server");
      }
    }
    Erasure erasure = completed(last.get());
    calls.own().completed(erasure);
    return erasure;
  }

  /** Follows one stream; false if it broke and another may be tried. */
  private boolean watch(
      Consumer<Erasure> progress, Deadline until, AtomicReference<@Nullable Erasure> last) {
    try {
      return calls.stream(
          UnlearningServiceGrpc.getWatchErasureMethod(),
          WatchErasureRequest.newBuilder().setName(name).build(), until, message -> {
            Erasure erasure = Erasures.erasure(message);
            // A new stream begins with the state the broken one ended with.
            if (!erasure.equals(last.getAndSet(erasure))) {
              progress.accept(erasure);
            }
            return erasure.state().isTerminal();
          });
    } catch (StatusRuntimeException e) {
      Status.Code status = e.getStatus().getCode();
      if (status == Status.Code.UNAVAILABLE || until.isExpired()) {
        return false;
      }
      throw LetheException.of(e);
    }
  }

  private static Erasure completed(@Nullable Erasure last) {
    if (last == null) {
      throw new IllegalStateException("a watch that saw an end has seen an erasure");
    }
    if (last.failure().isPresent()) {
      throw LetheException.of(last, last.failure().get());
    }
    return last;
  }
}
