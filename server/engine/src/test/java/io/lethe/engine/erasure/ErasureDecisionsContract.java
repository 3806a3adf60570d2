package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.held;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every {@link ErasureLedger} promises about what people decide: approvals, cancellations. */
public abstract class ErasureDecisionsContract extends ReceiptLedgerContract {

  static final ErasureTarget ANN = new ErasureTarget.User("ann");
  private static final String BOSS = "boss";

  @Test
  void accept_held_openWithoutPositionAndRemembered() {
    Erasure waiting = accepted(held(1, MOVIES, ANN));
    assertEquals(ErasureState.HELD, waiting.state());
    assertEquals(0, waiting.facts().position());
    assertEquals(
        List.of(waiting), reopen().open(MOVIES).stream().map(OpenErasure::erasure).toList());
    assertEquals(ANN, reopen().open(MOVIES).getFirst().target());
    assertEquals(0, reopen().tombstones(MOVIES).position());
    assertEquals(Set.of(), reopen().tombstones(MOVIES).digests());
    assertEquals(new Acceptance.Repeated(waiting), reopen().accept(held(1, MOVIES, ANN)));
  }

  @Test
  void accept_afterHeldOnes_nextPositionFromOne() {
    accepted(held(1, MOVIES, ANN));
    accepted(held(2, MOVIES, ANN));
    assertEquals(1, accepted(submission(3, MOVIES, ANN)).facts().position());
    accepted(held(4, MOVIES, ANN));
    assertEquals(2, accepted(submission(5, MOVIES, ANN)).facts().position());
    assertEquals(2, reopen().tombstones(MOVIES).position());
  }

  @Test
  void approve_held_receivedWithTheNextPosition() {
    ErasureId id = accepted(held(1, MOVIES, ANN)).id();
    accepted(submission(2, MOVIES, ANN));
    Erasure approved = reopen().approve(id, BOSS);
    assertEquals(ErasureState.RECEIVED, approved.state());
    assertEquals(2, approved.facts().position());
    assertTrue(reopen().tombstones(MOVIES).digests().contains("%064x".formatted(1001)));
    assertEquals(BOSS, approved.facts().approver());
    assertEquals(approved, reopen().find(id).orElseThrow());
    assertEquals(
        List.of(1L, 2L),
        reopen().open(MOVIES).stream().map(each -> each.erasure().facts().position()).toList());
    assertEquals(ANN, reopen().open(MOVIES).get(1).target());
    assertEquals(3, accepted(submission(3, MOVIES, ANN)).facts().position());
  }

  @Test
  void approve_again_nothingChanges() {
    ErasureId id = accepted(held(1, MOVIES, ANN)).id();
    Erasure approved = reopen().approve(id, BOSS);
    assertEquals(approved, reopen().approve(id, BOSS));
    assertEquals(approved, reopen().approve(id, "another boss"));
    refused(ErrorKind.APPROVER_IS_REQUESTER, () -> reopen().approve(id, ErasureRequest.OPERATOR));
    begun(id);
    assertEquals(ErasureState.SOLVING, reopen().approve(id, BOSS).state());
  }

  @Test
  void approve_byTheRequester_refused() {
    ErasureId id = accepted(held(1, MOVIES, ANN)).id();
    refused(ErrorKind.APPROVER_IS_REQUESTER, () -> reopen().approve(id, ErasureRequest.OPERATOR));
    refused(ErrorKind.APPROVER_IS_REQUESTER, () -> reopen().approve(id, "Operator"));
    assertEquals(ErasureState.HELD, reopen().find(id).orElseThrow().state());
    assertNull(reopen().find(id).orElseThrow().facts().approver());
  }

  @Test
  void approve_neverHeldOrCancelled_notHeld() {
    ErasureId free = accepted(submission(1, MOVIES, ANN)).id();
    refused(ErrorKind.ERASURE_NOT_HELD, () -> reopen().approve(free, BOSS));
    // Who asks does not matter where nothing is to be approved.
    refused(ErrorKind.ERASURE_NOT_HELD, () -> reopen().approve(free, ErasureRequest.OPERATOR));
    ErasureId held = accepted(held(2, MOVIES, ANN)).id();
    ErasureId approved = accepted(held(3, MOVIES, ANN)).id();
    reopen().approve(approved, BOSS);
    for (ErasureId id : List.of(held, approved)) {
      reopen().change(new ErasureStep.Cancelled(id));
      refused(ErrorKind.ERASURE_NOT_HELD, () -> reopen().approve(id, BOSS));
      refused(ErrorKind.ERASURE_NOT_HELD, () -> reopen().approve(id, ErasureRequest.OPERATOR));
      assertEquals(ErasureState.CANCELLED, reopen().find(id).orElseThrow().state());
    }
  }

  @Test
  void begin_held_conflict() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(held(1, MOVIES, ANN)).id();
    refused(ErrorKind.CONCURRENT_CHANGE, () -> begin(new VersionId(MOVIES, 1), id));
    assertEquals(ErasureState.HELD, reopen().find(id).orElseThrow().state());
  }

  @Test
  void cancel_heldOrReceived_goneButForTheRequest() {
    ErasureId received = accepted(submission(1, MOVIES, ANN)).id();
    ErasureId held = accepted(held(2, MOVIES, new ErasureTarget.User("bob"))).id();
    ErasureId other = accepted(submission(3, BOOKS, ANN)).id();
    for (ErasureId id : List.of(received, held)) {
      Erasure cancelled = reopen().change(new ErasureStep.Cancelled(id));
      assertEquals(ErasureState.CANCELLED, cancelled.state());
      assertEquals(cancelled, reopen().find(id).orElseThrow());
      assertEquals(cancelled, reopen().change(new ErasureStep.Cancelled(id)));
    }
    assertEquals(List.of(), reopen().open(MOVIES));
    assertEquals(Set.of(), reopen().tombstones(MOVIES).digests());
    assertEquals(Set.of("%064x".formatted(1003)), reopen().tombstones(BOOKS).digests());
    assertEquals(other, reopen().open(BOOKS).getFirst().erasure().id());
    Acceptance again = reopen().accept(submission(1, MOVIES, ANN));
    assertEquals(
        ErasureState.CANCELLED,
        assertInstanceOf(Acceptance.Repeated.class, again).erasure().state());
  }

  @Test
  void cancel_receivedOne_itsPositionStaysTaken() {
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    reopen().change(new ErasureStep.Cancelled(id));
    assertEquals(1, reopen().find(id).orElseThrow().facts().position());
    assertEquals(2, accepted(submission(2, MOVIES, ANN)).facts().position());
    assertEquals(2, reopen().tombstones(MOVIES).position());
  }

  @Test
  void cancel_begun_refusedAndViceVersa() {
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    begun(id);
    refused(
        ErrorKind.ERASURE_NOT_CANCELLABLE, () -> reopen().change(new ErasureStep.Cancelled(id)));
    assertEquals(ANN, reopen().open(MOVIES).getFirst().target());
    ErasureId taken = accepted(submission(2, MOVIES, ANN)).id();
    reopen().change(new ErasureStep.Cancelled(taken));
    VersionId base = new VersionId(MOVIES, 1);
    refused(ErrorKind.CONCURRENT_CHANGE, () -> begin(base, id, taken));
    refused(
        ErrorKind.CONCURRENT_CHANGE, () -> reopen()
            .commitWithoutVersion(MOVIES, 1, List.of(PortFixtures.live(taken, base, base))));
    assertEquals(ErasureState.CANCELLED, reopen().find(taken).orElseThrow().state());
  }

  @Test
  void begin_attempts_remembered() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = accepted(submission(1, MOVIES, ANN)).id();
    assertEquals(0, reopen().open(MOVIES).getFirst().erasure().progress().attempts());
    reopen().change(new ErasureStep.Begun(id, new VersionId(MOVIES, 1), 1));
    assertEquals(1, reopen().open(MOVIES).getFirst().erasure().progress().attempts());
    reopen().change(new ErasureStep.Begun(id, new VersionId(MOVIES, 1), 7));
    assertEquals(7, reopen().open(MOVIES).getFirst().erasure().progress().attempts());
    reopen().change(new ErasureStep.AttemptForgotten(id, 6));
    assertEquals(6, reopen().open(MOVIES).getFirst().erasure().progress().attempts());
    assertEquals(ErasureState.SOLVING, reopen().find(id).orElseThrow().state());
  }

  @Test
  void spending_ofOnePrincipal_byModelAndMinute() {
    Erasure first = accepted(submission(1, MOVIES, ANN));
    accepted(submission(2, MOVIES, ANN));
    ErasureId taken = accepted(held(3, BOOKS, ANN)).id();
    reopen().change(new ErasureStep.Cancelled(taken));
    long minute = first.progress().milestones().received().getEpochSecond() / 60;
    List<Spending> spending = reopen().spending(ErasureRequest.OPERATOR, minute);
    assertEquals(24, interactions(spending, MOVIES));
    assertEquals(12, interactions(spending, BOOKS));
    assertEquals(3, spending.stream().mapToLong(Spending::erasures).sum());
    assertEquals(List.of(minute), spending.stream().map(Spending::minute).distinct().toList());
    assertEquals(List.of(), reopen().spending(ErasureRequest.OPERATOR, minute + 1));
    assertEquals(List.of(), reopen().spending(BOSS, 0));
  }

  @Test
  void spending_whatASecondPersonDecides_isNotUnchecked() {
    Erasure first = accepted(submission(1, MOVIES, ANN));
    ErasureId approved = accepted(held(2, MOVIES, ANN)).id();
    reopen().approve(approved, BOSS);
    accepted(held(3, MOVIES, ANN));
    ErasureId cancelled = accepted(held(4, MOVIES, ANN)).id();
    reopen().change(new ErasureStep.Cancelled(cancelled));
    long minute = first.progress().milestones().received().getEpochSecond() / 60;
    List<Spending> spending = reopen().spending(ErasureRequest.OPERATOR, minute);
    assertEquals(48, interactions(spending, MOVIES));
    assertEquals(12, spending.stream().mapToLong(Spending::unchecked).sum());
    assertEquals(90, spending.stream().mapToLong(Spending::ofModel).max().orElseThrow());
  }

  @Test
  void erasing_modelsWithOpenErasures_heldOnesIncluded() {
    assertEquals(List.of(), reopen().erasing());
    ErasureId free = accepted(submission(1, MOVIES, ANN)).id();
    accepted(held(2, BOOKS, ANN));
    assertEquals(List.of(BOOKS, MOVIES), reopen().erasing());
    reopen().change(new ErasureStep.Cancelled(free));
    assertEquals(List.of(BOOKS), reopen().erasing());
  }

  private ErasureId attestedFailure(long seed) {
    ErasureId id = accepted(submission(seed, MOVIES, ANN)).id();
    reopen().change(
        new ErasureStep.Failed(
            id, PortFixtures.NOON, new Failure(ErrorKind.VERIFICATION_FAILED, "too far"),
            List.of()));
    LoggedReceipt receipt = new LoggedReceipt(
        new ErasureStep.Attested(id, PortFixtures.receipt()), new byte[]{7}, PortFixtures.NOON);
    reopen().append(List.of(receipt), PortFixtures.receiptTree(1));
    return id;
  }

  private static ErasureSubmission retrying(long seed, ErasureId failed) {
    ErasureSubmission fresh = submission(seed, MOVIES, ANN);
    return new ErasureSubmission(
        fresh.id(), fresh.request(), fresh.payloadDigest(), fresh.tombstones(), fresh.received(),
        fresh.contained(), fresh.expires(), fresh.extent(), failed, false);
  }

  @Test
  void accept_retryOfAFailure_takesItsTargetOver() {
    ErasureId failed = attestedFailure(1);
    Erasure fresh = accepted(retrying(2, failed));
    assertEquals(failed, fresh.facts().retry().of());
    Erasure before = reopen().find(failed).orElseThrow();
    assertEquals(fresh.id(), before.facts().retry().by());
    assertEquals(ErasureState.FAILED, before.state());
    assertEquals(
        List.of(fresh.id()),
        reopen().open(MOVIES).stream().map(open -> open.erasure().id()).toList());
    assertEquals(new Acceptance.Repeated(fresh), reopen().accept(retrying(3, failed)));
    assertEquals(2, reopen().tombstones(MOVIES).position());
  }

  @Test
  void accept_retryOfWhatHasNotFailed_refusedAndNothingChanged() {
    ErasureId received = accepted(submission(1, MOVIES, ANN)).id();
    refused(ErrorKind.ERASURE_NOT_FAILED, () -> reopen().accept(retrying(2, received)));
    reopen().change(
        new ErasureStep.Failed(
            received, PortFixtures.NOON, new Failure(ErrorKind.VERIFICATION_FAILED, "too far"),
            List.of()));
    refused(ErrorKind.RECEIPT_NOT_READY, () -> reopen().accept(retrying(2, received)));
    assertEquals(1, reopen().open(MOVIES).size());
    assertEquals(1, reopen().tombstones(MOVIES).position());
  }

  private List<Long> found(ErasureFilter filter) {
    return reopen().list(filter, ErasurePage.FIRST, 10)
        .erasures()
        .stream()
        .map(erasure -> erasure.id().value().getLeastSignificantBits())
        .toList();
  }

  @Test
  void list_filters_eachAlone() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    Erasure first = accepted(submission(1, MOVIES, ANN));
    accepted(submission(2, BOOKS, ANN));
    accepted(held(3, MOVIES, ANN));
    begin(new VersionId(MOVIES, 1), first.id());
    ErasureFilter all = ErasureFilter.ALL;
    assertEquals(List.of(3L, 2L, 1L), found(all));
    assertEquals(List.of(2L), found(ErasureFilter.of(BOOKS)));
    assertEquals(
        List.of(2L),
        found(new ErasureFilter(null, new UUID(2, 2), null, all.states(), null, null)));
    assertEquals(
        List.of(3L, 2L, 1L),
        found(new ErasureFilter(null, null, ErasureRequest.OPERATOR, all.states(), null, null)));
    assertEquals(List.of(), found(new ErasureFilter(null, null, BOSS, all.states(), null, null)));
    assertEquals(
        List.of(1L),
        found(new ErasureFilter(null, null, null, Set.of(ErasureState.VERIFYING), null, null)));
    assertEquals(
        List.of(3L),
        found(new ErasureFilter(MOVIES, null, null, Set.of(ErasureState.HELD), null, null)));
    assertEquals(List.of(2L), found(all.leaving(Set.of("%064x".formatted(1002)))));
    assertEquals(List.of(), found(all.leaving(Set.of())));
  }

  @Test
  void list_due_neitherCompletedNorCancelled() {
    Erasure first = accepted(submission(1, MOVIES, ANN));
    ErasureId taken = accepted(submission(2, MOVIES, ANN)).id();
    reopen().change(new ErasureStep.Cancelled(taken));
    ErasureFilter all = ErasureFilter.ALL;
    Instant due = first.facts().expires();
    assertEquals(List.of(), found(new ErasureFilter(null, null, null, all.states(), due, null)));
    assertEquals(
        List.of(1L),
        found(new ErasureFilter(null, null, null, all.states(), due.plusSeconds(1), null)));
  }

  private static long interactions(List<Spending> spending, ModelName model) {
    return spending.stream()
        .filter(each -> each.model().equals(model))
        .mapToLong(Spending::interactions)
        .sum();
  }

  @Test
  void decisions_unknownErasure_notFound() {
    ErasureId id = new ErasureId(new UUID(9, 9));
    refused(ErrorKind.ERASURE_NOT_FOUND, () -> reopen().approve(id, BOSS));
    refused(ErrorKind.ERASURE_NOT_FOUND, () -> reopen().change(new ErasureStep.Cancelled(id)));
  }

  private void begun(ErasureId id) {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    begin(new VersionId(MOVIES, 1), id);
  }

  final void begin(VersionId base, ErasureId... batch) {
    reopen().change(Stream.of(batch).map(id -> new ErasureStep.Begun(id, base, 1)).toList());
  }

  final Erasure accepted(ErasureSubmission submission) {
    return assertInstanceOf(Acceptance.Accepted.class, reopen().accept(submission)).erasure();
  }

  static void refused(ErrorKind kind, Executable call) {
    assertEquals(kind, assertThrows(LetheException.class, call).kind());
  }
}
