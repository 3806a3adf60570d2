package io.lethe.engine.erasure.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.erasure.solve.Solved;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.engine.publish.VersionDraft;
import io.lethe.engine.publish.VersionMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries out the erasures of one model, batch after batch: solve, checkpoint, commit, publish. One
 * run at a time. Every step is repeated or found done after a failure; a batch that was begun is begun
 * again as the same batch.
 */
final class ErasureWorker implements Runnable {

  /** Most times a batch starts over because another version was published meanwhile. */
  private static final int ATTEMPTS_MAX = 10;

  /** What passes by itself; everything else ends one erasure, and never its neighbours. */
  private static final Set<ErrorKind> WAITED_FOR = EnumSet.of(
      ErrorKind.STORAGE_FULL, ErrorKind.STORAGE_FAILED, ErrorKind.CANCELLED,
      ErrorKind.SHUTTING_DOWN, ErrorKind.LEDGER_UNREACHABLE, ErrorKind.MODEL_NOT_READY,
      ErrorKind.OVERLOADED);

  private final ModelName model;
  private final ErasureParts parts;
  private final ErasureQueue queue;
  private final Consumer<List<PendingErasure>> finisher;
  private final Consumer<Duration> later;
  private final BatchOutcomes outcomes;

  /**
   * A worker.
   *
   * @param finisher takes over what is live
   * @param later runs this again after a delay
   */
  ErasureWorker(
      ModelName model, ErasureParts parts, ErasureQueue queue,
      Consumer<List<PendingErasure>> finisher, Consumer<Duration> later) {
    this.later = later;
    this.outcomes = new BatchOutcomes(parts.intake(), parts.ledger());
    this.model = model;
    this.parts = parts;
    this.queue = queue;
    this.finisher = finisher;
  }

  /** Until nothing waits. A model that is not ready keeps its erasures; it wakes this when it is. */
  @Override
  public void run() {
    List<PendingErasure> batch = nextBatch();
    while (!batch.isEmpty() && isReady()) {
      carryOut(batch);
      batch = nextBatch();
    }
  }

  /** A model without any version has nothing to unlearn, unless a training is making the first. */
  private boolean isReady() {
    return parts.registry().active(model).isPresent()
        || (parts.ledger().active(model).isEmpty() && !parts.containments().isHeld(model));
  }

  /** Empty if nothing waits, or what waits shall wait for others. */
  private List<PendingErasure> nextBatch() {
    Duration wait = queue.waitLeft(parts.nanos(), parts.config().policy().batchWait());
    if (wait.isPositive()) {
      later.accept(wait);
      return List.of();
    }
    return queue.batch();
  }

  private void carryOut(List<PendingErasure> batch) {
    LetheException lost = null;
    List<PendingErasure> members = batch;
    for (int attempt = 0; attempt < ATTEMPTS_MAX && !members.isEmpty(); attempt++) {
      try {
        carryOutOnce(members);
        return;
      } catch (LetheException failed) {
        if (failed.kind() != ErrorKind.CONCURRENT_CHANGE) {
          giveUp(members, failed);
          return;
        }
        lost = failed;
        members = withoutCancelled(members);
      }
    }
    if (members.isEmpty()) {
      return;
    }
    throw new LetheException(
        ErrorKind.CONCURRENT_CHANGE,
        "%d versions of %s were published before an erasure's".formatted(ATTEMPTS_MAX, model),
        lost);
  }

  private void carryOutOnce(List<PendingErasure> members) {
    if (parts.registry().active(model).isEmpty() && parts.ledger().active(model).isEmpty()) {
      boolean _ = parts.containments().unlessHeld(model, () -> commitNotLearned(members));
      return;
    }
    try (ModelHandle handle = parts.registry().acquire(model)) {
      carryOut(handle, members);
    }
  }

  /** Somebody may have taken members back before they were begun: the ledger knows. */
  private List<PendingErasure> withoutCancelled(List<PendingErasure> members) {
    List<PendingErasure> cancelled = members.stream()
        .filter(
            member -> parts.ledger()
                .find(member.id())
                .filter(now -> now.state() == ErasureState.CANCELLED)
                .isPresent())
        .toList();
    queue.done(cancelled);
    return members.stream().filter(member -> !cancelled.contains(member)).toList();
  }

  /** A base that was retired meanwhile may be wiped: what went wrong on it says nothing. */
  private void carryOut(ModelHandle handle, List<PendingErasure> batch) {
    try {
      carryOut(handle.version(), batch);
    } catch (LetheException failed) {
      if (!handle.revoked()) {
        throw failed;
      }
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, handle.version().id() + " was retired meanwhile", failed);
    }
  }

  private void carryOut(ModelVersion base, List<PendingErasure> batch) {
    List<PendingErasure> reflected = batch.stream()
        .filter(member -> member.position() <= base.erasurePosition())
        .toList();
    if (!reflected.isEmpty()) {
      commitReflected(
          base, reflected, new BatchPhases(parts.time().nanoClock(), model, reflected.size()));
    }
    List<PendingErasure> rest = batch.stream()
        .filter(member -> member.position() > base.erasurePosition())
        .toList();
    if (!rest.isEmpty()) {
      solve(base, rest);
    }
  }

  private void solve(ModelVersion base, List<PendingErasure> batch) {
    checkCrashes(batch);
    BatchPhases phases = new BatchPhases(parts.time().nanoClock(), model, batch.size());
    parts.failpoints().hit(Failpoint.BEGIN_BEFORE);
    List<Erasure> told = phases.log().timed("begin", () -> begin(base, batch));
    parts.failpoints().hit(Failpoint.BEGIN_AFTER);
    List<PendingErasure> begun = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      begun.add(batch.get(k).begun(told.get(k)));
    }
    begun.forEach(member -> parts.board().post(member.erasure()));
    ErasureSolver.Job job = new ErasureSolver.Job(
        base.content(), base.manifest().training(),
        begun.stream().map(PendingErasure::target).toList(), method(begun.getFirst()));
    Optional<Solved> solved = PluginCalls.call(
        base.content().plugin(), () -> parts.solver().solve(job, phases.log(), tellingOf(begun)));
    parts.failpoints().hit(Failpoint.SOLVED);
    publish(base, begun, solved.orElseGet(() -> Solved.unchanged(base, begun.size())), phases);
  }

  private List<Erasure> begin(ModelVersion base, List<PendingErasure> batch) {
    int attempt = batch.getFirst().crashes() + 1;
    return parts.ledger()
        .change(
            batch.stream()
                .map(member -> new ErasureStep.Begun(member.id(), base.id(), attempt))
                .toList());
  }

  private ErasureSolver.Steps tellingOf(List<PendingErasure> begun) {
    return new ErasureSolver.Steps() {
      @Override
      public void verifying() {
        begun.forEach(
            member -> parts.board().advance(member.erasure().reached(ErasureState.VERIFYING)));
      }

      @Override
      public void retraining() {
        reached(begun, ErasureState.RETRAINING);
      }
    };
  }

  private void reached(List<PendingErasure> begun, ErasureState state) {
    begun.forEach(member -> parts.board().post(member.erasure().reached(state)));
  }

  /** An influence update that processes died of is not tried again. */
  private ErasureMethod method(PendingErasure first) {
    return first.crashes() > 2 * parts.config().policy().crashesMax()
        ? ErasureMethod.RETRAIN
        : first.erasure().facts().requestedMethod();
  }

  /** What kills the process, such as native code or too little memory, must not do so for ever. */
  private void checkCrashes(List<PendingErasure> batch) {
    int crashes = batch.getFirst().crashes();
    if (crashes > 3 * parts.config().policy().crashesMax()) {
      throw new LetheException(
          ErrorKind.INTERNAL_ERROR,
          "the server died %d times while this erasure was carried out".formatted(crashes));
    }
  }

  private void publish(
      ModelVersion base, List<PendingErasure> batch, Solved solved, BatchPhases phases) {
    long position = batch.getLast().position();
    boolean derived = solved.work().origin() == VersionOrigin.INFLUENCE_UPDATE;
    Map<String, Double> metrics = new HashMap<>(
        derived ? VersionMetrics.inherited(base.manifest().metrics()) : Map.of());
    metrics.putAll(solved.metrics());
    VersionDraft draft = new VersionDraft(
        model, base, derived ? base.id() : null, solved.work().origin(), solved.content(),
        solved.training(), position, metrics);
    List<Erasure> live = new ArrayList<>();
    parts.publisher().publish(draft, (next, expected) -> {
      reached(batch, ErasureState.PUBLISHING);
      List<ErasureStep.Live> steps = live(batch, outcomes.of(base, next, solved, batch), phases);
      live.addAll(parts.ledger().commitErasures(next, expected, steps));
    }, phases.log());
    announce(batch, live, phases);
  }

  /** The active version was made without them, or never knew them. */
  private void commitReflected(ModelVersion base, List<PendingErasure> batch, BatchPhases phases) {
    List<ErasureStep.Live> steps = live(batch, outcomes.reflected(base, batch), phases);
    parts.failpoints().hit(Failpoint.REFLECTED_BEFORE_COMMIT);
    List<Erasure> live = phases.log()
        .timed(
            "commit", () -> parts.ledger().commitWithoutVersion(model, base.id().number(), steps));
    parts.failpoints().hit(Failpoint.REFLECTED_AFTER_COMMIT);
    announce(batch, live, phases);
  }

  /** The model has no version, or none any more: what the log holds is purged. */
  private void commitNotLearned(List<PendingErasure> batch) {
    BatchPhases phases = new BatchPhases(parts.time().nanoClock(), model, batch.size());
    List<ErasureStep.Live> steps = live(batch, BatchOutcomes.withoutVersion(batch), phases);
    parts.failpoints().hit(Failpoint.REFLECTED_BEFORE_COMMIT);
    List<Erasure> live = phases.log()
        .timed("commit", () -> parts.ledger().commitWithoutVersion(model, 0, steps));
    parts.failpoints().hit(Failpoint.REFLECTED_AFTER_COMMIT);
    announce(batch, live, phases);
  }

  private List<ErasureStep.Live> live(
      List<PendingErasure> batch, List<ErasureOutcome> outcomes, BatchPhases phases) {
    Instant now = parts.now();
    List<ErasureStep.Live> live = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      PendingErasure member = batch.get(k);
      live.add(
          new ErasureStep.Live(
              member.id(), member.contained(), now, outcomes.get(k), phases.of(member)));
    }
    return live;
  }

  private void announce(List<PendingErasure> batch, List<Erasure> live, BatchPhases phases) {
    parts.failpoints().hit(Failpoint.LIVE_BEFORE_ANNOUNCED);
    Instant unlearned = parts.now();
    List<PendingErasure> announced = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      PendingErasure member = batch.get(k);
      announced.add(member.with(live.get(k).answering(unlearned, phases.of(member))));
    }
    queue.done(batch);
    announced.forEach(member -> parts.board().post(member.erasure()));
    parts.failpoints().hit(Failpoint.LIVE_ANNOUNCED);
    finisher.accept(announced);
  }

  private void giveUp(List<PendingErasure> batch, LetheException cause) {
    if (WAITED_FOR.contains(cause.kind())) {
      if (cause.kind() == ErrorKind.CANCELLED || cause.kind() == ErrorKind.SHUTTING_DOWN) {
        forgetAttempt(batch, cause);
      }
      throw cause;
    }
    if (batch.size() > 1) {
      queue.splitBatch();
    } else {
      fail(batch.getFirst(), cause);
    }
  }

  /** An orderly end is no crash; a disk that refuses to remember that changes little. */
  private void forgetAttempt(List<PendingErasure> batch, LetheException cause) {
    try {
      parts.ledger()
          .change(
              batch.stream()
                  .map(member -> new ErasureStep.AttemptForgotten(member.id(), member.crashes()))
                  .toList());
    } catch (LetheException refused) {
      cause.addSuppressed(refused);
    }
  }

  private void fail(PendingErasure member, LetheException cause) {
    ErasureStep.Failed step = new ErasureStep.Failed(
        member.id(), member.contained(),
        new Failure(cause.kind(), String.valueOf(cause.getMessage())), member.phases());
    parts.failpoints().hit(Failpoint.FAIL_BEFORE_COMMIT);
    Erasure failed = parts.ledger().change(step);
    parts.failpoints().hit(Failpoint.FAIL_AFTER_COMMIT);
    parts.containments().containForEver(model, member.position(), member.target());
    queue.done(List.of(member));
    parts.board().post(failed);
    finisher.accept(List.of());
  }
}
