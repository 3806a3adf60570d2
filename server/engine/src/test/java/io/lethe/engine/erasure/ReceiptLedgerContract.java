package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.completed;
import static io.lethe.engine.memory.PortFixtures.live;
import static io.lethe.engine.memory.PortFixtures.receipt;
import static io.lethe.engine.memory.PortFixtures.receiptTree;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.version;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.transparency.TreeHash;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every {@link ReceiptLedger} promises; each implementation's test inherits this. */
public abstract class ReceiptLedgerContract {

  private static final TreeHash LEAF = TreeHash.ofLeaf(receipt().statement());

  /** The ledger over this test's storage, as a process that starts now sees it. */
  protected abstract ErasureLedger reopen();

  private ErasureId liveErasure(long seed, ModelName model) {
    if (reopen().active(model).isEmpty()) {
      reopen().commitVersion(version(model, 1, 0), 0);
    }
    ErasureId id = pending(seed, model);
    VersionId base = new VersionId(model, 1);
    reopen().commitWithoutVersion(base.model(), base.number(), List.of(live(id, base, base)));
    return id;
  }

  private ErasureId pending(long seed, ModelName model) {
    ErasureSubmission submission = submission(seed, model, new ErasureTarget.User("u" + seed));
    reopen().accept(submission);
    return submission.id();
  }

  private ErasureId failed(long seed) {
    ErasureId id = pending(seed, MOVIES);
    Failure failure = new Failure(ErrorKind.VERIFICATION_FAILED, "too far");
    reopen().change(List.of(new ErasureStep.Failed(id, NOON, failure, List.of())));
    return id;
  }

  private static LoggedReceipt logged(ErasureId id) {
    return new LoggedReceipt(
        new ErasureStep.Attested(id, receipt()), new byte[]{7}, NOON.plusSeconds(60));
  }

  @Test
  void receiptTree_noLeaves_empty() {
    assertEquals(Optional.empty(), reopen().receiptTree());
    assertEquals(List.of(), reopen().receiptLeaves(0, 10));
    ErasureId pending = pending(1, MOVIES);
    assertEquals(Optional.empty(), reopen().receiptPlace(pending));
  }

  @Test
  void complete_severalModels_leavesInTheirOrder() {
    ErasureId first = liveErasure(1, MOVIES);
    ErasureId second = liveErasure(2, BOOKS);
    ErasureId third = liveErasure(3, MOVIES);
    reopen().append(List.of(completed(first)), receiptTree(1));
    reopen().append(List.of(completed(second), completed(third)), receiptTree(3));
    assertEquals(Optional.of(receiptTree(3)), reopen().receiptTree());
    assertEquals(List.of(LEAF, LEAF, LEAF), reopen().receiptLeaves(0, 10));
    assertEquals(List.of(LEAF, LEAF), reopen().receiptLeaves(1, 2));
    assertEquals(List.of(LEAF), reopen().receiptLeaves(2, 10));
    assertEquals(
        List.of(second, third),
        reopen().receiptEntries(1, 5).stream().map(ReceiptLedger.Entry::erasure).toList());
    assertArrayEquals(receipt().statement(), reopen().receiptEntries(2, 1).getFirst().statement());
    assertEquals(2, reopen().receiptPlace(third).orElseThrow().index());
    assertArrayEquals(
        completed(third).commitmentKey(),
        reopen().receiptPlace(third).orElseThrow().commitmentKey());
  }

  @Test
  void complete_treeOfAnotherSize_conflictAndNothingChanges() {
    ErasureId id = liveErasure(1, MOVIES);
    refused(() -> reopen().append(List.of(completed(id)), receiptTree(2)));
    assertEquals(ErasureState.LIVE, reopen().find(id).orElseThrow().state());
    assertEquals(Optional.empty(), reopen().receiptTree());
    assertEquals(List.of(), reopen().receiptLeaves(0, 10));
  }

  @Test
  void complete_oneOfTwoNotLive_noLeafOfTheOther() {
    ErasureId ready = liveErasure(1, MOVIES);
    ErasureId early = pending(2, MOVIES);
    refused(() -> reopen().append(List.of(completed(ready), completed(early)), receiptTree(2)));
    assertEquals(List.of(), reopen().receiptLeaves(0, 10));
    assertEquals(Optional.empty(), reopen().receiptPlace(ready));
  }

  @Test
  void attest_failed_onceAndContainedAsBefore() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = failed(1);
    assertEquals(
        List.of(id),
        reopen().unattested(MOVIES).stream().map(open -> open.erasure().id()).toList());
    assertEquals(new ErasureTarget.User("u1"), reopen().unattested(MOVIES).getFirst().target());
    reopen().append(List.of(logged(id)), receiptTree(1));
    assertEquals(List.of(), reopen().unattested(MOVIES));
    Erasure attested = reopen().find(id).orElseThrow();
    assertEquals(ErasureState.FAILED, attested.state());
    assertNotNull(attested.receipt());
    assertEquals(1, reopen().open(MOVIES).size());
    refused(() -> reopen().append(List.of(logged(id)), receiptTree(2)));
    assertEquals(Optional.of(receiptTree(1)), reopen().receiptTree());
  }

  @Test
  void attest_notFailed_refused() {
    ErasureId id = liveErasure(1, MOVIES);
    refused(() -> reopen().append(List.of(logged(id)), receiptTree(1)));
    assertEquals(List.of(), reopen().receiptLeaves(0, 10));
  }

  @Test
  void destroyCommitmentKeys_olderOnes_gone() {
    ErasureId early = liveErasure(1, MOVIES);
    reopen().append(List.of(completed(early)), receiptTree(1));
    ErasureId late = failed(2);
    reopen().append(List.of(logged(late)), receiptTree(2));
    assertEquals(0, reopen().destroyCommitmentKeys(NOON));
    assertEquals(1, reopen().destroyCommitmentKeys(NOON.plusSeconds(30)));
    assertEquals(0, reopen().receiptPlace(early).orElseThrow().commitmentKey().length);
    assertEquals(1, reopen().receiptPlace(late).orElseThrow().commitmentKey().length);
    assertEquals(Optional.of(receiptTree(2)), reopen().receiptTree());
  }

  private static void refused(Executable call) {
    assertEquals(ErrorKind.CONCURRENT_CHANGE, assertThrows(LetheException.class, call).kind());
  }
}
