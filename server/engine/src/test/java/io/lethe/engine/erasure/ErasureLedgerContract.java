package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.completed;
import static io.lethe.engine.memory.PortFixtures.live;
import static io.lethe.engine.memory.PortFixtures.receiptTree;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.version;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ErasureLedger} promises; each implementation's test inherits this. */
public abstract class ErasureLedgerContract extends VersionLedgerContract {

  @Test
  void accept_new_receivedWithNextPosition() {
    Erasure first = accepted(submission(1, MOVIES, ANN));
    Erasure other = accepted(submission(2, BOOKS, ANN));
    Erasure second = accepted(submission(3, MOVIES, new ErasureTarget.Item("x")));
    assertEquals(1, first.facts().position());
    assertEquals(1, other.facts().position());
    assertEquals(2, second.facts().position());
    assertEquals(ErasureState.RECEIVED, first.state());
    assertEquals(ErasureTarget.Kind.ITEM, second.facts().kind());
    assertEquals(PortFixtures.NOON.plusMillis(1), first.progress().milestones().received());
    assertEquals(Optional.of(first), reopen().find(first.id()));
    assertEquals(Optional.of(second), reopen().findByRequest(second.facts().requestId()));
    assertEquals(Optional.empty(), reopen().find(new ErasureId(new UUID(9, 9))));
  }

  @Test
  void accept_reopened_knowsSinceWhenItWasContained() {
    Erasure erasure = accepted(submission(1, MOVIES, ANN));
    Milestones times = reopen().find(erasure.id()).orElseThrow().progress().milestones();
    assertEquals(submission(1, MOVIES, ANN).contained(), times.contained());
    assertEquals(erasure.progress().milestones(), times);
  }

  @Test
  void accept_sameRequestAgain_repeatedOrConflicting() {
    Erasure first = accepted(submission(1, MOVIES, ANN));
    ErasureSubmission again = submission(1, MOVIES, ANN);
    ErasureSubmission otherId = new ErasureSubmission(
        new ErasureId(new UUID(8, 8)), again.request(), again.payloadDigest(), again.tombstones(),
        again.received(), again.contained(), again.expires(), again.extent(), again.retries(),
        again.held());
    assertEquals(new Acceptance.Repeated(first), reopen().accept(otherId));
    ErasureSubmission otherPayload = new ErasureSubmission(
        new ErasureId(new UUID(8, 9)), again.request(), "%064x".formatted(77),
        List.of("%064x".formatted(99)), again.received(), again.contained(), again.expires(),
        again.extent(), again.retries(), again.held());
    assertInstanceOf(Acceptance.Conflicting.class, reopen().accept(otherPayload));
    assertEquals(1, reopen().open(MOVIES).size());
    assertEquals(Set.of("%064x".formatted(1001)), reopen().tombstones(MOVIES).digests());
  }

  @Test
  void accept_concurrentDuplicatesAndOthers_gaplessPositionsOnce() throws Exception {
    ErasureLedger ledger = reopen();
    List<Callable<Acceptance>> calls = new ArrayList<>();
    for (int k = 0; k < 64; k++) {
      ErasureSubmission same = submission(k % 16, MOVIES, ANN);
      ErasureId own = new ErasureId(new UUID(50, k));
      calls.add(
          () -> ledger.accept(
              new ErasureSubmission(
                  own, same.request(), same.payloadDigest(), same.tombstones(), same.received(),
                  same.contained(), same.expires(), same.extent(), same.retries(), same.held())));
    }
    Set<Long> positions = new HashSet<>();
    int accepted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Acceptance> answer : threads.invokeAll(calls)) {
        switch (answer.get()) {
          case Acceptance.Accepted(Erasure erasure) -> {
            accepted++;
            positions.add(erasure.facts().position());
          }
          case Acceptance.Repeated(Erasure erasure) -> positions.add(erasure.facts().position());
          case Acceptance.Conflicting() -> throw new AssertionError("same payload");
        }
      }
    }
    assertEquals(16, accepted);
    Set<Long> gapless = new HashSet<>();
    for (long position = 1; position <= 16; position++) {
      gapless.add(position);
    }
    assertEquals(gapless, positions);
    assertEquals(16, reopen().tombstones(MOVIES).position());
  }

  @Test
  void open_everyKindOfTarget_readBack() {
    List<ErasureTarget> targets = List.of(
        new ErasureTarget.User("ann \u20ac"), new ErasureTarget.Item("x"),
        new ErasureTarget.Interactions(List.of(new Pair("a", "b"), new Pair("b", "a"))));
    for (int k = 0; k < targets.size(); k++) {
      accepted(submission(k, MOVIES, targets.get(k)));
    }
    accepted(submission(9, BOOKS, ANN));
    assertEquals(targets, reopen().open(MOVIES).stream().map(OpenErasure::target).toList());
  }

  @Test
  void wholeLife_stepByStep_rememberedAcrossRestarts() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    begin(new VersionId(MOVIES, 1), id);
    Erasure solving = reopen().find(id).orElseThrow();
    assertEquals(ErasureState.SOLVING, solving.state());
    assertEquals(new VersionId(MOVIES, 1), solving.progress().base());
    ErasureStep.Live live = live(id, new VersionId(MOVIES, 1), new VersionId(MOVIES, 2));
    reopen().commitErasures(version(MOVIES, 2, 1), 1, List.of(live));
    Erasure now = reopen().find(id).orElseThrow();
    assertEquals(ErasureState.LIVE, now.state());
    assertEquals(live.outcome(), now.progress().outcome());
    assertEquals(live.phases(), now.progress().phases());
    assertEquals(live.contained(), now.progress().milestones().contained());
    assertEquals(live.unlearned(), now.progress().milestones().unlearned());
    assertNull(now.progress().milestones().purged());
    assertEquals(2, reopen().active(MOVIES).orElseThrow().id().number());
    assertEquals(ANN, reopen().open(MOVIES).getFirst().target());
    LoggedReceipt done = completed(id);
    reopen().append(List.of(done), receiptTree(1));
    assertCompleted(
        assertInstanceOf(ErasureStep.Completed.class, done.step()),
        reopen().find(id).orElseThrow());
    assertEquals(List.of(), reopen().open(MOVIES));
    assertEquals(1, reopen().tombstones(MOVIES).digests().size());
  }

  private static void assertCompleted(ErasureStep.Completed done, Erasure end) {
    assertEquals(ErasureState.COMPLETED, end.state());
    assertEquals(done.phases(), end.progress().phases());
    assertEquals(done.unlearned(), end.progress().milestones().unlearned());
    assertEquals(done.purged(), end.progress().milestones().purged());
    Receipt receipt = Objects.requireNonNull(end.receipt());
    assertArrayEquals(done.receipt().statement(), receipt.statement());
    assertArrayEquals(done.receipt().signature(), receipt.signature());
    assertArrayEquals(done.receipt().publicKey(), receipt.publicKey());
  }

  @Test
  void begin_again_otherBaseReplacesTheFirst() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    begin(new VersionId(MOVIES, 1), id);
    begin(new VersionId(MOVIES, 2), id);
    assertEquals(new VersionId(MOVIES, 2), reopen().find(id).orElseThrow().progress().base());
  }

  @Test
  void commitErasures_raceLost_nothingChanges() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    ErasureStep.Live live = live(id, new VersionId(MOVIES, 1), new VersionId(MOVIES, 2));
    refused(
        ErrorKind.CONCURRENT_CHANGE,
        () -> reopen().commitErasures(version(MOVIES, 2, 1), 4, List.of(live)));
    assertEquals(ErasureState.RECEIVED, reopen().find(id).orElseThrow().state());
    assertEquals(1, reopen().versions(MOVIES).size());
  }

  @Test
  void commitErasures_oneAlreadyDone_nothingChanges() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId first = accepted(submission(1, MOVIES, ANN)).id();
    ErasureId second = accepted(submission(2, MOVIES, ANN)).id();
    VersionId base = new VersionId(MOVIES, 1);
    reopen().commitWithoutVersion(base.model(), base.number(), List.of(live(first, base, base)));
    refused(
        ErrorKind.CONCURRENT_CHANGE, () -> reopen().commitErasures(
            version(MOVIES, 2, 2), 1, List.of(live(second, base, base), live(first, base, base))));
    assertEquals(ErasureState.RECEIVED, reopen().find(second).orElseThrow().state());
    assertEquals(1, reopen().active(MOVIES).orElseThrow().id().number());
  }

  @Test
  void commitWithoutVersion_otherActive_conflict() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    VersionId wrong = new VersionId(MOVIES, 2);
    refused(
        ErrorKind.CONCURRENT_CHANGE, () -> reopen()
            .commitWithoutVersion(wrong.model(), wrong.number(), List.of(live(id, wrong, wrong))));
    assertEquals(ErasureState.RECEIVED, reopen().find(id).orElseThrow().state());
  }

  @Test
  void fail_pending_staysOpenWithTarget() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    Failure failure = new Failure(ErrorKind.VERIFICATION_FAILED, "gate \"norm\"");
    reopen().change(new ErasureStep.Failed(id, PortFixtures.NOON, failure, List.of()));
    Erasure failed = reopen().find(id).orElseThrow();
    assertEquals(ErasureState.FAILED, failed.state());
    assertEquals(failure, failed.progress().failure());
    assertEquals(ANN, reopen().open(MOVIES).getFirst().target());
    refused(
        ErrorKind.CONCURRENT_CHANGE, () -> reopen().append(List.of(completed(id)), receiptTree(1)));
    refused(ErrorKind.CONCURRENT_CHANGE, () -> begin(new VersionId(MOVIES, 1), id));
  }

  @Test
  void steps_unknownErasure_notFound() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = new ErasureId(new UUID(9, 9));
    refused(ErrorKind.ERASURE_NOT_FOUND, () -> begin(new VersionId(MOVIES, 1), id));
    refused(
        ErrorKind.ERASURE_NOT_FOUND, () -> reopen().append(List.of(completed(id)), receiptTree(1)));
  }

  @Test
  void list_pages_latestFirstEachOnce() {
    for (int k = 0; k < 7; k++) {
      accepted(submission(k, k % 3 == 0 ? BOOKS : MOVIES, ANN));
    }
    assertEquals(List.of(6L, 5L, 4L, 3L, 2L, 1L, 0L), listed(3, true));
    assertEquals(List.of(5L, 4L, 2L, 1L), listed(2, false));
    assertEquals(List.of(5L, 4L, 2L, 1L), listed(4, false));
  }

  private List<Long> listed(int max, boolean all) {
    List<Long> seeds = new ArrayList<>();
    long cursor = ErasurePage.FIRST;
    while (cursor != 0) {
      ErasurePage page = reopen().list(ErasureFilter.of(all ? null : MOVIES), cursor, max);
      assertTrue(page.erasures().size() <= max);
      page.erasures().forEach(e -> seeds.add(e.id().value().getLeastSignificantBits()));
      cursor = page.next();
    }
    return seeds;
  }

}
