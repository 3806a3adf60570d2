package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model's accepted and unsolved erasures, by position. A batch once taken is handed out again until
 * it is done, whatever arrives meanwhile: solved together the bits are others than solved apart.
 * Thread-safe.
 */
final class ErasureQueue {

  private static final int CRASH_DOUBLINGS_MAX = 5;

  private final Deque<PendingErasure> waiting = new ArrayDeque<>();
  private List<PendingErasure> batch = List.of();
  private final int batchErasuresMax;
  /** A batch that more processes crashed with is not solved together again. */
  private final int crashesMax;
  private final Duration crashWait;

  ErasureQueue(ErasureConfig config) {
    this.batchErasuresMax = config.batchErasuresMax();
    this.crashesMax = config.policy().crashesMax();
    this.crashWait = config.crashWait();
  }

  /** At the end; positions must ascend. */
  synchronized void add(PendingErasure erasure) {
    PendingErasure last = waiting.peekLast();
    if (last != null && last.position() >= erasure.position()) {
      throw new IllegalStateException(
          "erasure position %d was queued after %d".formatted(erasure.position(), last.position()));
    }
    waiting.addLast(erasure);
  }

  /** Takes back one that is not solved; empty if it is not here. */
  synchronized Optional<PendingErasure> remove(ErasureId id) {
    Optional<PendingErasure> found = Stream.concat(batch.stream(), waiting.stream())
        .filter(member -> member.id().equals(id))
        .findFirst();
    found.ifPresent(member -> {
      done(List.of(member));
      waiting.remove(member);
    });
    return found;
  }

  synchronized int size() {
    return waiting.size() + batch.size();
  }

  /**
   * How much longer the next batch waits: for others, unless it is full or was begun before; or
   * because processes died of it again and again, so that the server lives most of the time, and
   * one that is killed for other reasons is mostly killed while it waits. Zero if there is none.
   *
   * @param now reading of the monotonic clock
   */
  synchronized Duration waitLeft(long now, Duration batchWait) {
    PendingErasure first = batch.isEmpty() ? waiting.peekFirst() : batch.getFirst();
    if (first == null) {
      return Duration.ZERO;
    }
    Duration left = wait(first, batchWait).minusNanos(now - first.queuedNanos());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration wait(PendingErasure first, Duration batchWait) {
    int doublings = first.crashes() - crashesMax - 1;
    if (doublings >= 0) {
      return crashWait.multipliedBy(1L << Math.min(doublings, CRASH_DOUBLINGS_MAX));
    }
    boolean waitsForOthers = batch.isEmpty() && waiting.size() < batchErasuresMax
        && first.erasure().state() != ErasureState.SOLVING;
    return waitsForOthers ? batchWait : Duration.ZERO;
  }

  /** The batch to solve; empty if nothing waits. */
  synchronized List<PendingErasure> batch() {
    if (batch.isEmpty()) {
      batch = takeBatch();
    }
    return batch;
  }

  /** What the ledger holds as one batch stays one; else those with the method of the first. */
  private List<PendingErasure> takeBatch() {
    List<PendingErasure> taken = new ArrayList<>();
    while (!waiting.isEmpty() && joins(taken, waiting.getFirst())) {
      taken.add(waiting.removeFirst());
    }
    return List.copyOf(taken);
  }

  private boolean joins(List<PendingErasure> taken, PendingErasure next) {
    if (taken.isEmpty()) {
      return true;
    }
    boolean begun = next.erasure().state() == ErasureState.SOLVING;
    boolean risky = Math.max(taken.getFirst().crashes(), next.crashes()) > crashesMax;
    return !risky && together(taken.getFirst(), next) && (begun || taken.size() < batchErasuresMax);
  }

  private static boolean together(PendingErasure first, PendingErasure next) {
    return first.erasure().state() == next.erasure().state() && retrains(first) == retrains(next);
  }

  private static boolean retrains(PendingErasure erasure) {
    return erasure.erasure().facts().requestedMethod() == ErasureMethod.RETRAIN;
  }

  /** These members of the batch are done. */
  synchronized void done(List<PendingErasure> members) {
    batch = batch.stream()
        .filter(member -> members.stream().noneMatch(done -> done.position() == member.position()))
        .toList();
  }

  /** Only the first member stays in the batch; the others wait again, before all that waits. */
  synchronized void splitBatch() {
    for (int k = batch.size() - 1; k > 0; k--) {
      waiting.addFirst(batch.get(k));
    }
    batch = List.of(batch.getFirst());
  }
}
