package io.lethe.engine.erasure.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.policy.PrincipalSpending;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.work.Pace;
import io.lethe.engine.work.Phase;
import io.lethe.engine.work.PhaseLog;
import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about the erasures of one model, from acceptance to completion. Thread-safe. */
final class ErasureLane {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureLane.class);
  private static final int FAILURES_MANY = 3;
  /** How soon it is looked whether everything is still being copied. */
  private static final Duration COPY_LOOKED_AT = Duration.ofMillis(500);

  private final ModelName model;
  private final ErasureParts parts;
  private final PrincipalSpending spending;
  private final ErasureQueue queue;
  /** Guarded by {@link #accepting}. */
  private final HeldErasures held;
  private final RetryingLoop worker;
  private final ErasureFinisher finisher;
  private final RetryingLoop finishing;
  private final Consumer<ModelName> live;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean planned = new AtomicBoolean();
  /** Whether erasures waited for a copy; only touched by the finishing runs, which follow each other. */
  private volatile boolean copied;
  /** How much of the time ending took; only written by the finishing runs. */
  private volatile Pace pace;
  /** Positions must be queued in the order in which the ledger gives them out. */
  private final ReentrantLock accepting = new ReentrantLock();

  /**
   * A lane.
   *
   * @param live told when erasures of the model went live; quick
   */
  ErasureLane(
      ModelName model, ErasureParts parts, PrincipalSpending spending, ErasureFinisher finisher,
      ErasureThreads threads, Consumer<ModelName> live) {
    this.model = model;
    this.live = live;
    this.parts = parts;
    this.spending = spending;
    this.timer = threads.timer();
    this.queue = new ErasureQueue(parts.config());
    this.held = new HeldErasures(model, parts.containments());
    this.finisher = finisher;
    this.pace = Pace.of(parts.config().finishParts());
    this.finishing = new RetryingLoop(
        "finishing erasures of " + model, this::end, threads.housekeeping(), threads.timer(),
        parts.config().retryDelays());
    this.worker = new RetryingLoop(
        "erasures of " + model,
        new ErasureWorker(model, parts, queue, this::finish, this::workAfter), threads.worker(),
        threads.timer(), parts.config().retryDelays());
  }

  /**
   * Durable and contained when it returns. It is contained first, so that the ledger keeps since when
   * with the acceptance itself, and no crash in between can change what a receipt says.
   *
   * @param limited whether its principal's limits and approvals hold for it
   * @param phases of the call so far
   */
  Acceptance accept(ErasureSubmission submission, boolean limited, PhaseLog phases) {
    accepting.lock();
    try {
      Optional<ErasureSubmission> counted = counted(submission, limited);
      long start = phases.now();
      long key = parts.containments().containUnplaced(model, submission.target());
      ErasureSubmission contained = counted.orElse(submission).containedSince(parts.now());
      phases.since("contain", start);
      boolean accepted = false;
      try {
        Acceptance acceptance = committed(contained, counted.isPresent(), phases);
        accepted = acceptance instanceof Acceptance.Accepted;
        return acceptance instanceof Acceptance.Accepted(Erasure erasure)
            ? new Acceptance.Accepted(taken(erasure, contained, key, phases))
            : acceptance;
      } finally {
        if (!accepted) {
          parts.containments().free(model, key);
        }
      }
    } finally {
      accepting.unlock();
    }
  }

  /**
   * Refuses if there is no room for another erasure.
   *
   * @throws LetheException of kind {@code OVERLOADED}
   */
  void checkRoom() {
    int max = parts.config().pendingErasuresMax();
    if (queue.size() + held.size() >= max) {
      throw new LetheException(
          ErrorKind.OVERLOADED, "%s has %d erasures waiting; at most %d".formatted(model, max, max),
          Map.of("model", model.value()));
    }
  }

  private Acceptance committed(ErasureSubmission submission, boolean counted, PhaseLog phases) {
    long start = phases.now();
    parts.failpoints().hit(Failpoint.ACCEPT_BEFORE_COMMIT);
    Acceptance acceptance = acceptCounted(submission, counted);
    parts.failpoints().hit(Failpoint.ACCEPT_AFTER_COMMIT);
    phases.since("accept", start);
    return acceptance;
  }

  /** As it counts as a new one. A retry of an accepted one is never turned away. */
  private Optional<ErasureSubmission> counted(ErasureSubmission submission, boolean limited) {
    try {
      checkRoom();
      return limited ? Optional.of(spending.take(submission)) : Optional.empty();
    } catch (LetheException refused) {
      if (parts.ledger().findByRequest(submission.request().requestId()).isPresent()) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private Acceptance acceptCounted(ErasureSubmission submission, boolean counted) {
    boolean accepted = false;
    try {
      Acceptance acceptance = parts.ledger().accept(submission);
      accepted = acceptance instanceof Acceptance.Accepted;
      return acceptance;
    } finally {
      if (counted && !accepted) {
        spending.giveBack(submission);
      }
    }
  }

  /** For a batch that waits for others. */
  private void workAfter(Duration delay) {
    if (planned.compareAndSet(false, true)) {
      var _ = timer.schedule(() -> {
        planned.set(false);
        worker.wake();
      }, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Queues an accepted erasure, or holds it. */
  private Erasure taken(Erasure erasure, ErasureSubmission submission, long key, PhaseLog phases) {
    boolean waits = erasure.state() == ErasureState.HELD;
    Erasure view = erasure.contained(submission.contained(), phases.phases());
    PendingErasure pending = new PendingErasure(
        view, submission.target(), submission.contained(), parts.nanos(), phases.phases(), 0);
    if (!waits) {
      parts.containments().place(model, key, erasure.facts().position(), submission.target());
    }
    parts.board().post(view);
    if (waits) {
      held.add(pending, key);
    } else {
      queue.add(pending);
    }
    parts.failpoints().hit(Failpoint.ACCEPT_CONTAINED);
    if (!waits) {
      worker.wake();
    }
    return view;
  }

  /** Lets a held erasure go on; see {@link ErasureLedger#approve}. */
  Erasure approve(ErasureId id, String approver) {
    accepting.lock();
    try {
      parts.failpoints().hit(Failpoint.APPROVE_BEFORE_COMMIT);
      Erasure approved = parts.ledger().approve(id, approver);
      parts.failpoints().hit(Failpoint.APPROVE_AFTER_COMMIT);
      return held.place(id, approved.facts().position())
          .map(was -> release(was, approved))
          .orElse(approved);
    } finally {
      accepting.unlock();
    }
  }

  private Erasure release(PendingErasure was, Erasure approved) {
    long now = parts.nanos();
    List<Phase> phases = new ArrayList<>(was.phases());
    phases.add(new Phase("hold", Duration.ofNanos(now - was.queuedNanos())));
    Erasure view = approved.contained(was.contained(), phases);
    parts.board().post(view);
    queue.add(was.queued(view, now));
    worker.wake();
    return view;
  }

  /** Withdraws an erasure, unless it is being solved. */
  Erasure cancel(ErasureId id) {
    accepting.lock();
    try {
      parts.failpoints().hit(Failpoint.CANCEL_BEFORE_COMMIT);
      Erasure cancelled = cancelInLedger(id);
      parts.failpoints().hit(Failpoint.CANCEL_AFTER_COMMIT);
      if (held.free(id).isEmpty()) {
        queue.remove(id);
        parts.containments().free(model, cancelled.facts().position());
      }
      parts.board().post(cancelled);
      return cancelled;
    } finally {
      accepting.unlock();
    }
  }

  /**
   * An erasure that some version omits already cannot be cancelled: cancelling deletes its target,
   * and reloading that version could not tell which log rows to omit. Held erasures are never
   * omitted.
   */
  private Erasure cancelInLedger(ErasureId id) {
    ErasureStep.Cancelled cancel = new ErasureStep.Cancelled(id);
    if (parts.ledger().find(id).orElseThrow().state() == ErasureState.HELD) {
      return parts.ledger().change(cancel);
    }
    Erasure[] cancelled = new Erasure[1];
    boolean free = parts.containments().unlessHeld(model, () -> {
      Erasure now = parts.ledger().find(id).orElseThrow();
      if (now.state() != ErasureState.RECEIVED || !isLeftOut(now)) {
        cancelled[0] = parts.ledger().change(cancel);
      }
    });
    Erasure result = cancelled[0];
    if (result == null) {
      throw new LetheException(
          ErrorKind.ERASURE_NOT_CANCELLABLE,
          free
              ? "erasure %s is left out of a version already".formatted(id)
              : "a training that may leave erasure %s out is under way".formatted(id),
          Map.of("erasure", id.toString(), "state", ErasureState.RECEIVED.name()));
    }
    return result;
  }

  private boolean isLeftOut(Erasure erasure) {
    long position = erasure.facts().position();
    return parts.ledger()
        .versions(model)
        .stream()
        .anyMatch(version -> version.manifest().erasurePosition() >= position);
  }

  /** Takes up what the ledger holds unfinished, before the model serves. Nothing is woken. */
  void recover(List<OpenErasure> open) {
    for (OpenErasure each : open) {
      long position = each.erasure().facts().position();
      switch (each.erasure().state()) {
        case FAILED -> parts.containments().containForEver(model, position, each.target());
        case HELD -> recover(each);
        case RECEIVED, SOLVING, VERIFYING, RETRAINING, PUBLISHING, LIVE -> {
          parts.containments().contain(model, position, each.target());
          recover(each);
        }
        case COMPLETED, CANCELLED -> throw new IllegalStateException("the ledger holds it as open");
      }
    }
  }

  private void recover(OpenErasure open) {
    Instant contained = parts.now();
    Milestones was = open.erasure().progress().milestones();
    Instant since = was.contained() == null ? contained : was.contained();
    PendingErasure pending = new PendingErasure(
        open.erasure(), open.target(), since, parts.nanos(), open.erasure().progress().phases(),
        open.erasure().progress().attempts());
    parts.board().recovered(open.erasure());
    if (open.erasure().state() == ErasureState.LIVE) {
      var _ = finisher.add(List.of(pending), true);
    } else if (open.erasure().state() == ErasureState.HELD) {
      hold(pending);
    } else {
      queue.add(pending);
    }
  }

  private void hold(PendingErasure pending) {
    accepting.lock();
    try {
      held.add(pending, held.contain(pending.target()));
    } finally {
      accepting.unlock();
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
    var _ = finisher.add(ending, false)
        .thenRun(() -> finishing.wakeAfter(pace.pauseLeft(parts.nanos())));
  }

  /** What goes live while this runs, or during the pause that follows, is ended together. */
  private void end() {
    Duration early = pace.pauseLeft(parts.nanos());
    if (early.isPositive()) {
      finishing.wakeAfter(early);
      return;
    }
    long start = parts.nanos();
    // A run that fails has the loop's own delays: were it paced, its next try would count as one that
    // did not fail.
    endUnlessCopied();
    pace = pace.after(start, parts.nanos());
  }

  private void endUnlessCopied() {
    boolean waits = !finisher.end();
    if (waits) {
      finishing.wakeAfter(COPY_LOOKED_AT);
    }
    if (waits != copied) {
      LOG.info(
          waits
              ? "erasures of {} are completed when the backup is made"
              : "erasures of {} are completed again",
          model);
    }
    copied = waits;
  }

  /** Whether the work fails again and again. */
  boolean keepsFailing() {
    return Stream.of(worker, finishing).anyMatch(loop -> loop.failuresInARow() >= FAILURES_MANY);
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
