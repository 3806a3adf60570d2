package io.lethe.engine.erasure;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionDraft;
import io.lethe.engine.model.VersionMetrics;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.plugin.PluginCalls;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);

  /** Most times a batch starts over because another version was published meanwhile. */
  private static final int ATTEMPTS_MAX = 10;

  /** What passes by itself; everything else ends one erasure, and never its neighbours. */
  private static final Set<ErrorKind> WAITED_FOR = EnumSet.of(
      ErrorKind.STORAGE_FULL, ErrorKind.STORAGE_FAILED, ErrorKind.CANCELLED,
      ErrorKind.SHUTTING_DOWN, ErrorKind.MODEL_NOT_READY, ErrorKind.OVERLOADED);

  private final ModelName model;
  private final ErasureParts parts;
  private final ErasureQueue queue;
  private final Consumer<List<PendingErasure>> finisher;
  private final Consumer<Duration> later;

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
    this.model = model;
    this.parts = parts;
    this.queue = queue;
    this.finisher = finisher;
  }

  /** Until nothing waits. A model that is not ready keeps its erasures; it wakes this when it is. */
  @Override
  public void run() {
    List<PendingErasure> batch = nextBatch();
    while (!batch.isEmpty() && parts.registry().active(model).isPresent()) {
      carryOut(batch);
      batch = nextBatch();
    }
  }

  /** Empty if nothing waits, or what waits shall wait for others. */
  private List<PendingErasure> nextBatch() {
    Duration wait = queue
        .waitLeft(parts.nanoClock().getAsLong(), parts.config().policy().batchWait());
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
      try (ModelHandle handle = parts.registry().acquire(model)) {
        carryOut(handle, members);
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
      commitReflected(base, reflected, new BatchPhases(parts.nanoClock(), model, reflected.size()));
    }
    List<PendingErasure> rest = batch.stream()
        .filter(member -> member.position() > base.erasurePosition())
        .toList();
    if (!rest.isEmpty()) {
      solve(base, rest);
    }
  }

  private void solve(ModelVersion base, List<PendingErasure> batch) {
    checkDeaths(batch);
    BatchPhases phases = new BatchPhases(parts.nanoClock(), model, batch.size());
    parts.failpoints().hit(Failpoint.BEGIN_BEFORE);
    phases.log()
        .time(
            "begin",
            () -> parts.ledger().begin(ids(batch), base.id(), batch.getFirst().deaths() + 1));
    parts.failpoints().hit(Failpoint.BEGIN_AFTER);
    List<PendingErasure> begun = moved(batch, ErasureState.SOLVING, base);
    ErasureSolver.Job job = new ErasureSolver.Job(
        base.content(), base.manifest().training(),
        begun.stream().map(PendingErasure::target).toList(), method(begun.getFirst()));
    Optional<Solved> solved = PluginCalls.call(
        base.content().plugin(),
        () -> parts.solver().solve(job, phases.log(), tellingOf(begun, base)));
    parts.failpoints().hit(Failpoint.SOLVED);
    publish(base, begun, solved.orElseGet(() -> Solved.unchanged(base, begun.size())), phases);
  }

  private ErasureSolver.Steps tellingOf(List<PendingErasure> begun, ModelVersion base) {
    return new ErasureSolver.Steps() {
      @Override
      public void verifying() {
        begun.forEach(
            member -> parts.board()
                .advance(Progressing.moved(member.erasure(), ErasureState.VERIFYING, base.id())));
      }

      @Override
      public void retraining() {
        moved(begun, ErasureState.RETRAINING, base);
      }
    };
  }

  private static List<ErasureId> ids(List<PendingErasure> batch) {
    return batch.stream().map(PendingErasure::id).toList();
  }

  /** An influence update that processes died of is not tried again. */
  private ErasureMethod method(PendingErasure first) {
    return first.deaths() > 2 * parts.config().policy().crashesMax()
        ? ErasureMethod.RETRAIN
        : first.erasure().facts().requestedMethod();
  }

  /** What kills the process, such as native code or too little memory, must not do so for ever. */
  private void checkDeaths(List<PendingErasure> batch) {
    int deaths = batch.getFirst().deaths();
    if (deaths > 3 * parts.config().policy().crashesMax()) {
      throw new LetheException(
          ErrorKind.INTERNAL_ERROR,
          "the server died %d times while this erasure was carried out".formatted(deaths));
    }
  }

  private List<PendingErasure> moved(
      List<PendingErasure> batch, ErasureState state, ModelVersion base) {
    List<PendingErasure> moved = batch.stream()
        .map(member -> member.with(Progressing.moved(member.erasure(), state, base.id())))
        .toList();
    moved.forEach(member -> parts.board().post(member.erasure()));
    return moved;
  }

  private void publish(
      ModelVersion base, List<PendingErasure> batch, Solved solved, BatchPhases phases) {
    long position = batch.getLast().position();
    boolean derived = solved.work().origin() == VersionOrigin.INFLUENCE_UPDATE;
    Map<String, Double> metrics = new HashMap<>(
        derived ? VersionMetrics.inherited(base.manifest().metrics()) : Map.of());
    metrics.putAll(solved.metrics());
    VersionDraft draft = new VersionDraft(
        model, base, derived, solved.work().origin(), solved.content(), solved.training(), position,
        metrics);
    List<LiveErasure> live = new ArrayList<>();
    parts.publisher().publish(draft, (next, expected) -> {
      moved(batch, ErasureState.CHECKPOINTED, base);
      live.clear();
      live.addAll(live(batch, outcomes(base, next, solved), phases));
      parts.ledger().commitErasures(next, expected, live);
    }, phases.log());
    announce(batch, live, phases);
  }

  private static List<ErasureOutcome> outcomes(
      ModelVersion base, VersionRecord next, Solved solved) {
    List<ErasureOutcome> outcomes = new ArrayList<>();
    for (int forgotten : solved.forgotten()) {
      outcomes.add(
          new ErasureOutcome(
              base.id(), base.record().digest(), next.id(), next.digest(), next.manifest().plugin(),
              next.manifest().pluginVersion(), solved.work().method(), solved.work().effort(),
              solved.work().assurance(), forgotten, solved.work().changedRows(),
              solved.work().droppedRows(), solved.work().selectedParameters(), solved.measures()));
    }
    return outcomes;
  }

  /** The active version was made without them, or never knew them. */
  private void commitReflected(ModelVersion base, List<PendingErasure> batch, BatchPhases phases) {
    Solved.Work work = Solved.Work.earlier(base);
    ErasureOutcome outcome = new ErasureOutcome(
        base.id(), base.record().digest(), base.id(), base.record().digest(),
        base.manifest().plugin(), base.manifest().pluginVersion(), work.method(), work.effort(),
        work.assurance(), 0, 0, 0, 0, Map.of());
    List<LiveErasure> live = live(batch, batch.stream().map(m -> outcome).toList(), phases);
    parts.failpoints().hit(Failpoint.REFLECTED_BEFORE_COMMIT);
    phases.log().time("commit", () -> parts.ledger().commitWithoutVersion(base.id(), live));
    parts.failpoints().hit(Failpoint.REFLECTED_AFTER_COMMIT);
    announce(batch, live, phases);
  }

  private List<LiveErasure> live(
      List<PendingErasure> batch, List<ErasureOutcome> outcomes, BatchPhases phases) {
    Instant now = parts.clock().instant();
    List<LiveErasure> live = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      PendingErasure member = batch.get(k);
      live.add(
          new LiveErasure(
              member.id(), member.contained(), now, outcomes.get(k), phases.of(member)));
    }
    return live;
  }

  private void announce(List<PendingErasure> batch, List<LiveErasure> live, BatchPhases phases) {
    parts.failpoints().hit(Failpoint.LIVE_BEFORE_ANNOUNCED);
    Instant unlearned = parts.clock().instant();
    List<PendingErasure> announced = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      PendingErasure member = batch.get(k);
      Milestones times = new Milestones(
          member.erasure().progress().milestones().received(), member.contained(), unlearned, null);
      announced.add(
          member.with(
              Progressing.live(member.erasure(), times, live.get(k).outcome(), phases.of(member))));
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

  /** An orderly end is no death; that the disk does not take it down changes little. */
  private void forgetAttempt(List<PendingErasure> batch, LetheException cause) {
    try {
      parts.ledger().forgetAttempt(ids(batch), batch.getFirst().deaths());
    } catch (LetheException refused) {
      cause.addSuppressed(refused);
    }
  }

  private void fail(PendingErasure member, LetheException cause) {
    LOG.error("erasure {} is given up: {}", member.id(), cause.kind());
    FailedErasure failed = new FailedErasure(
        member.id(), member.contained(),
        new Failure(cause.kind(), String.valueOf(cause.getMessage())), member.phases());
    parts.failpoints().hit(Failpoint.FAIL_BEFORE_COMMIT);
    parts.ledger().fail(List.of(failed));
    parts.failpoints().hit(Failpoint.FAIL_AFTER_COMMIT);
    parts.containments().containForEver(model, member.position(), member.target());
    queue.done(List.of(member));
    parts.board().post(Progressing.failed(member.erasure(), failed));
    finisher.accept(List.of());
  }
}
