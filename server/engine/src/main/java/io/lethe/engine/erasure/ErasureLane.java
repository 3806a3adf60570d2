package io.lethe.engine.erasure;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything about the erasures of one model, from acceptance to completion. Thread-safe. */
final class ErasureLane {

  private final ModelName model;
  private final ErasureParts parts;
  private final ErasureQueue queue;
  private final RetryingLoop worker;
  private final ErasureFinisher finisher;
  private final RetryingLoop finishing;
  private final Consumer<ModelName> live;
  /** Positions must be queued in the order in which the ledger gives them out. */
  private final ReentrantLock accepting = new ReentrantLock();

  /**
   * A lane.
   *
   * @param live told when erasures of the model went live; quick
   */
  ErasureLane(
      ModelName model, ErasureParts parts, ErasureFinisher finisher, ErasureThreads threads,
      Consumer<ModelName> live) {
    this.model = model;
    this.live = live;
    this.parts = parts;
    this.queue = new ErasureQueue(parts.config().batchErasuresMax());
    this.finisher = finisher;
    this.finishing = new RetryingLoop(
        "finishing erasures of " + model, finisher, threads.housekeeping(), threads.timer(),
        parts.config().retryDelays());
    this.worker = new RetryingLoop(
        "erasures of " + model, new ErasureWorker(model, parts, queue, this::finish),
        threads.worker(), threads.timer(), parts.config().retryDelays());
  }

  /**
   * Durable and contained when it returns.
   *
   * @param phases of the call so far
   */
  Acceptance accept(ErasureSubmission submission, PhaseLog phases) {
    long start = phases.now();
    accepting.lock();
    try {
      checkRoom();
      parts.failpoints().hit(Failpoint.ACCEPT_BEFORE_COMMIT);
      Acceptance acceptance = parts.ledger().accept(submission);
      parts.failpoints().hit(Failpoint.ACCEPT_AFTER_COMMIT);
      phases.since("accept", start);
      return acceptance instanceof Acceptance.Accepted(Erasure erasure)
          ? new Acceptance.Accepted(contain(erasure, submission, phases))
          : acceptance;
    } finally {
      accepting.unlock();
    }
  }

  private void checkRoom() {
    int max = parts.config().pendingErasuresMax();
    if (queue.size() >= max) {
      throw new LetheException(
          ErrorKind.OVERLOADED, "%s has %d erasures waiting; at most %d".formatted(model, max, max),
          Map.of("model", model.value()));
    }
  }

  private Erasure contain(Erasure erasure, ErasureSubmission submission, PhaseLog phases) {
    long start = phases.now();
    parts.containments().contain(model, erasure.facts().position(), submission.target());
    Instant contained = parts.clock().instant();
    phases.since("contain", start);
    Milestones times = new Milestones(
        erasure.progress().milestones().received(), contained, null, null);
    Erasure view = Progressing.contained(erasure, times, phases.phases());
    parts.board().post(view);
    queue.add(
        new PendingErasure(
            view, submission.target(), contained, parts.nanoClock().getAsLong(), phases.phases()));
    parts.failpoints().hit(Failpoint.ACCEPT_CONTAINED);
    worker.wake();
    return view;
  }

  /** Takes up what the ledger holds unfinished, before the model serves. Nothing is woken. */
  void recover(List<OpenErasure> open) {
    for (OpenErasure each : open) {
      long position = each.erasure().facts().position();
      if (each.erasure().state() == ErasureState.FAILED) {
        parts.containments().containForEver(model, position, each.target());
      } else {
        parts.containments().contain(model, position, each.target());
        recover(each);
      }
    }
  }

  private void recover(OpenErasure open) {
    Instant contained = parts.clock().instant();
    Milestones was = open.erasure().progress().milestones();
    Instant since = was.contained() == null ? contained : was.contained();
    PendingErasure pending = new PendingErasure(
        open.erasure(), open.target(), since, parts.nanoClock().getAsLong(),
        open.erasure().progress().phases());
    parts.board().post(open.erasure());
    if (open.erasure().state() == ErasureState.LIVE) {
      var _ = finisher.add(List.of(pending));
    } else {
      queue.add(pending);
    }
  }

  /** Looks for work: after recovery, and whenever another version was published. */
  void wake() {
    worker.wake();
    finishing.wake();
  }

  /** With none where an erasure failed, which is to be attested, too. */
  private void finish(List<PendingErasure> ending) {
    if (!ending.isEmpty()) {
      live.accept(model);
    }
    var _ = finisher.add(ending).thenRun(() -> finishing.wakeAfter(parts.config().finishDelay()));
  }

  int waiting() {
    return queue.size();
  }

  void stop() {
    worker.stop();
    finishing.stop();
  }

  Optional<Throwable> failure() {
    return Stream.of(worker, finishing).flatMap(loop -> loop.failure().stream()).findFirst();
  }
}
