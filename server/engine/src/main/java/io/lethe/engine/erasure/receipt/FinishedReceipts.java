package io.lethe.engine.erasure.receipt;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureProgress;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.transparency.LogProof;
import io.lethe.engine.work.PhaseLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Attests in the receipt log how erasures ended. Thread-safe. */
public final class FinishedReceipts {

  private final ErasureProof proof;
  private final ErasureLedger ledger;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final int batchMax;

  /**
   * Receipts.
   *
   * @param batchMax most erasures between a version and the one made of it
   */
  public FinishedReceipts(
      ErasureProof proof, ErasureLedger ledger, InstantSource clock, Supplier<UUID> ids,
      int batchMax) {
    this.batchMax = batchMax;
    this.proof = proof;
    this.ledger = ledger;
    this.clock = clock;
    this.ids = ids;
  }

  /** The completion of an erasure whose data is gone everywhere; not stored yet. */
  public LoggedReceipt completed(
      Erasure erasure, ErasureTarget target, PhaseLog phases, Instant purged) {
    ErasureProgress progress = erasure.progress();
    Milestones was = progress.milestones();
    Instant unlearned = Objects.requireNonNull(was.unlearned());
    long start = phases.now();
    RequestCommitment commitment = RequestCommitment.to(erasure.facts(), target, ids);
    ErasureOutcome outcome = Objects.requireNonNull(progress.outcome());
    Receipt receipt = proof.signer()
        .sign(
            new ReceiptStatement(
                erasure.id(), erasure.facts(),
                new Milestones(was.received(), was.contained(), unlearned, purged),
                new ReceiptStatement.Ending.Unlearned(outcome), commitment.commitment(),
                destroyed(erasure), ReceiptStatement.Scopes.completed(outcome),
                proof.serverBuild()));
    phases.since("receipt", start);
    return new LoggedReceipt(
        new ErasureStep.Completed(erasure.id(), unlearned, purged, phases.phases(), receipt),
        commitment.key(), purged);
  }

  /**
   * Destroyed versions that contained the erased data: with an erasure position from the base's to
   * below this erasure's, destroyed after the request arrived.
   */
  private List<DestroyedVersion> destroyed(Erasure erasure) {
    ModelName model = erasure.facts().model();
    long position = erasure.facts().position();
    VersionId base = Objects.requireNonNull(erasure.progress().outcome()).base();
    if (base == null) {
      return List.of();
    }
    List<DestroyedVersion> before = ledger
        .destroyed(model, Math.max(0, position - batchMax), position);
    if (before.stream().noneMatch(version -> version.id().equals(base))) {
      // Positions of cancelled erasures lie in between, or the base is not destroyed.
      before = ledger.destroyed(model, 0, position);
    }
    long reflected = before.stream()
        .filter(version -> version.id().equals(base))
        .mapToLong(DestroyedVersion::erasurePosition)
        .findFirst()
        .orElse(position);
    Instant received = erasure.progress().milestones().received();
    return before.stream()
        .filter(version -> version.erasurePosition() >= reflected)
        .filter(version -> !version.time().isBefore(received))
        .toList();
  }

  /**
   * Stores receipts, the steps they attest and their leaves in one transaction.
   *
   * @return the erasures now
   * @throws io.lethe.engine.LetheException of kind {@code RECEIPT_LOG_INCONSISTENT}, or as {@link
   *     ReceiptLedger#append}
   */
  public List<Erasure> append(List<LoggedReceipt> receipts) {
    return proof.log()
        .append(
            receipts.stream().map(each -> each.step().receipt().statement()).toList(),
            after -> ledger.append(receipts, after));
  }

  /** Attests that what failed erasures of a model named stays contained; none twice. */
  public void attestFailed(ModelName model) {
    List<LoggedReceipt> failures = ledger.unattested(model)
        .stream()
        .map(open -> contained(open.erasure(), open.target()))
        .toList();
    if (!failures.isEmpty()) {
      append(failures);
    }
  }

  private LoggedReceipt contained(Erasure failed, ErasureTarget target) {
    RequestCommitment commitment = RequestCommitment.to(failed.facts(), target, ids);
    ErasureProgress progress = failed.progress();
    ReceiptStatement statement = new ReceiptStatement(
        failed.id(), failed.facts(), progress.milestones(),
        new ReceiptStatement.Ending.Contained(
            progress.base(), Objects.requireNonNull(progress.failure())),
        commitment.commitment(), List.of(), ReceiptStatement.Scopes.CONTAINED, proof.serverBuild());
    return new LoggedReceipt(
        new ErasureStep.Attested(failed.id(), proof.signer().sign(statement)), commitment.key(),
        clock.instant());
  }

  /** Signs the log as it is, and destroys the keys of commitments that are old enough. */
  public void settle() {
    proof.log().publish();
    ledger.destroyCommitmentKeys(clock.instant().minus(proof.keyRetention()));
  }

  /** A stored receipt with its proof in the latest tree. */
  public ProvenReceipt proven(ErasureId id, Receipt receipt) {
    Optional<ReceiptLedger.Place> place = ledger.receiptPlace(id);
    if (place.isEmpty()) {
      return new ProvenReceipt(id, receipt, new byte[0], proof.log().origin(), null);
    }
    LogProof inclusion = proof.log().prove(place.get().index(), receipt.statement());
    return new ProvenReceipt(
        id, receipt, place.get().commitmentKey(), proof.log().origin(), inclusion);
  }
}
