package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.purge.Kept;
import io.lethe.engine.erasure.receipt.FinishedReceipts;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.work.PhaseLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Ends the erasures of one model whose versions are live: destroys what holds their data, purges the
 * log, signs receipts, completes. All that have gathered are ended together. One run at a time; every
 * step may be repeated.
 */
final class ErasureFinisher {

  private final ModelName model;
  private final ErasureParts parts;
  private final FinishedReceipts receipts;
  private final List<Waiting> waiting = new ArrayList<>();

  /**
   * One that is live.
   *
   * @param found whether another process had made it live, and died
   */
  private record Waiting(
      PendingErasure erasure, long sinceNanos, Future<Void> drained, boolean found) {}

  ErasureFinisher(ModelName model, ErasureParts parts, FinishedReceipts receipts) {
    this.model = model;
    this.parts = parts;
    this.receipts = receipts;
  }

  /**
   * Takes over live erasures.
   *
   * @param found whether they were found at the start
   * @return complete once no version that needed their data answers any more: the time to run
   */
  CompletableFuture<Void> add(List<PendingErasure> live, boolean found) {
    long now = parts.nanos();
    CompletableFuture<Void> drained = parts.registry().drained(model);
    synchronized (this) {
      live.forEach(erasure -> waiting.add(new Waiting(erasure, now, drained, found)));
    }
    return drained;
  }

  private synchronized List<Waiting> drained() {
    return waiting.stream().filter(each -> each.drained().isDone()).toList();
  }

  private synchronized void remove(List<Waiting> done) {
    waiting.removeAll(done);
  }

  /**
   * Ends those that no version needs any more.
   *
   * @return false if they wait because everything is being copied: what a receipt says is purged must
   *     not be in the copy
   */
  boolean end() {
    List<Waiting> ending = drained();
    boolean ended = ending.isEmpty() || end(ending);
    receipts.attestFailed(model);
    receipts.settle();
    return ended;
  }

  /**
   * What stays is made while the log still has the rows that it was made of. Where a process died
   * meanwhile, that may be why: it is not tried again. While everything is being copied nothing is
   * made, as it would be made again at every try.
   */
  private boolean end(List<Waiting> ending) {
    if (!parts.stale().unlessCopied(() -> {})) {
      return false;
    }
    PhaseLog shared = parts.newPhases(model, ending.size());
    long start = shared.now();
    boolean renewing = ending.stream().noneMatch(Waiting::found);
    Kept stays = shared.timed("rebase", () -> parts.stale().keep(model, renewing));
    // No alias names a version that knew any more; a person may have moved one away from it before.
    parts.registry().awaitLeft(model);
    return parts.stale().unlessCopied(() -> finish(ending, stays, shared, start));
  }

  private void finish(List<Waiting> ending, Kept stays, PhaseLog shared, long start) {
    parts.failpoints().hit(Failpoint.DRAINED);
    shared.time("destroy", () -> parts.stale().destroy(model, stays));
    parts.failpoints().hit(Failpoint.PURGE_BEFORE);
    shared.time(
        "purge",
        () -> parts.intake().purge(model, ending.stream().map(w -> w.erasure().target()).toList()));
    parts.failpoints().hit(Failpoint.PURGE_AFTER);
    Instant purged = parts.now();
    List<LoggedReceipt> completions = new ArrayList<>();
    for (Waiting each : ending) {
      PhaseLog phases = parts.newPhases(model, 1);
      phases.addAll(each.erasure().erasure().progress().phases());
      phases.add("drain", Duration.ofNanos(start - each.sinceNanos()));
      phases.addAll(shared.phases());
      completions.add(
          receipts.completed(each.erasure().erasure(), each.erasure().target(), phases, purged));
    }
    parts.failpoints().hit(Failpoint.COMPLETE_BEFORE_COMMIT);
    List<Erasure> completed = receipts.append(completions);
    parts.failpoints().hit(Failpoint.COMPLETE_AFTER_COMMIT);
    remove(ending);
    parts.containments()
        .lift(model, ending.stream().map(w -> w.erasure().position()).collect(Collectors.toSet()));
    parts.failpoints().hit(Failpoint.CONTAINMENT_LIFTED);
    completed.forEach(parts.board()::post);
  }
}
