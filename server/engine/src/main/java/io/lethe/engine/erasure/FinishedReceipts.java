package io.lethe.engine.erasure;

import java.time.Instant;
import java.util.Objects;

/** Makes the last record of erasures whose data is gone everywhere. */
final class FinishedReceipts {

  private final ReceiptSigner signer;
  private final String serverBuild;

  FinishedReceipts(ReceiptSigner signer, String serverBuild) {
    this.signer = signer;
    this.serverBuild = serverBuild;
  }

  CompletedErasure complete(Erasure live, PhaseLog phases, Instant purged) {
    ErasureProgress progress = live.progress();
    Milestones was = progress.milestones();
    Instant unlearned = Objects.requireNonNull(was.unlearned());
    Milestones times = new Milestones(was.received(), was.contained(), unlearned, purged);
    long start = phases.now();
    Receipt receipt = signer.sign(
        new ReceiptStatement(
            live.id(), live.facts(), times, Objects.requireNonNull(progress.outcome()),
            ReceiptStatement.COVERED, ReceiptStatement.UNCOVERED, serverBuild));
    phases.since("receipt", start);
    return new CompletedErasure(live.id(), unlearned, purged, phases.phases(), receipt);
  }
}
