package io.lethe.crashes;

import com.google.protobuf.ByteString;
import io.lethe.client.Erasure;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.LogCheckpoint;
import io.lethe.client.LogVerifier;
import io.lethe.client.ModelVersion;
import io.lethe.client.Receipt;
import io.lethe.client.ReceiptVerification;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerifier;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.v1.ErrorReason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds answers against what the journal says was promised before. Thread-safe. */
final class Promises {

  private final Journal journal;
  private final ReceiptVerifier verifier;
  private final LogVerifier logVerifier;

  Promises(Journal journal, byte[] receiptKey) {
    this.journal = journal;
    this.verifier = ReceiptVerifier.trusting(List.of(receiptKey));
    this.logVerifier = LogVerifier.trusting(receiptKey);
  }

  /** What was promised when a call began; what comes later binds only later calls. */
  record Promised(long position, Set<String> users, Set<String> items) {}

  /** Taken before a call. */
  Promised now() {
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    for (Ask ask : journal.standing(Ask.Standing.ACKNOWLEDGED)) {
      if (ask.withdrawn()) {
        continue;
      }
      switch (ask.request().target()) {
        case ForgetTarget.User(String user) -> users.add(user);
        case ForgetTarget.Item(String item) -> items.add(item);
        case ForgetTarget.Interactions _ -> {
          // Whether one of them was shown again cannot be told from an answer.
        }
      }
    }
    return new Promised(journal.completedPosition(), users, items);
  }

  /** An answer was given. */
  void answered(String user, Promised before, Recommendations answer) {
    if (before.users().contains(user)) {
      journal.violation("%s was answered after being erased, by %s", user, answer.version());
    }
    if (answer.erasurePosition() < before.position()) {
      journal.violation(
          "%s answered with position %d after %d was completed", answer.version(),
          answer.erasurePosition(), before.position());
    }
    Set<String> seen = new HashSet<>();
    for (ScoredItem item : answer.items()) {
      if (before.items().contains(item.item())) {
        journal.violation("%s was shown after being erased, by %s", item.item(), answer.version());
      }
      if (!seen.add(item.item())) {
        journal.violation("%s was shown twice in one answer", item.item());
      }
    }
  }

  /** An acknowledgement came, the first or another. */
  void acknowledged(Ask ask, String name) {
    String first = ask.acknowledged(name);
    journal.note("acknowledged", "%s %s", ask.request().requestId(), name);
    if (!first.equals(name)) {
      journal.violation("the request of %s became %s as well", first, name);
    }
  }

  /** The same request id with another payload was answered. */
  void conflictAnswered(Ask ask, String name) {
    journal.violation(
        "another payload under the request id of %s became %s", ask.name().orElse("?"), name);
  }

  /** The server knows an acknowledged erasure, and it has not fallen back. */
  void shown(Ask ask, Erasure erasure) {
    boolean completed = erasure.state() == Erasure.State.COMPLETED;
    boolean live = completed || erasure.state() == Erasure.State.LIVE;
    if (ask.completedPosition() > 0 && !completed) {
      journal.violation("%s is %s after it was completed", erasure.name(), erasure.state());
    }
    if (ask.isLive() && !live) {
      journal.violation("%s is %s after it was live", erasure.name(), erasure.state());
    }
    boolean cancelled = erasure.state() == Erasure.State.CANCELLED;
    if (cancelled && !ask.withdrawn()) {
      journal.violation("%s is cancelled, and nobody has asked for that", erasure.name());
    }
    if (ask.cancelled() && !cancelled) {
      journal.violation("%s is %s after it was cancelled", erasure.name(), erasure.state());
    }
    if (erasure.state() == Erasure.State.FAILED) {
      journal.violation("%s failed: %s", erasure.name(), erasure.failure());
    }
    if (erasure.state() != Erasure.State.HELD && !cancelled) {
      ask.seenEffective();
    }
    if (live) {
      ask.seenLive();
    }
    if (completed && ask.completedPosition() == 0) {
      journal.note("completed", "%s %d", erasure.name(), erasure.erasurePosition());
      ask.seenCompleted(erasure.erasurePosition());
    }
  }

  /**
   * What waits for approval is not carried out before it was asked for, and waits no more after it.
   *
   * @param approved whether the server had said so before it was asked how the erasure fares
   */
  void held(Ask ask, boolean approved, Erasure erasure) {
    boolean held = erasure.state() == Erasure.State.HELD;
    if (held && approved) {
      journal.violation("%s is held after it was approved", erasure.name());
    }
    boolean begun = !held && erasure.state() != Erasure.State.CANCELLED;
    if (begun && ask.waits()) {
      journal.violation("%s is %s without an approval", erasure.name(), erasure.state());
    }
    if (held) {
      journal.count("held");
      ask.seenHeld();
    }
  }

  /** A call about an acknowledged erasure failed with a reason. */
  void refused(Ask ask, LetheException failure) {
    if (failure.is(ErrorReason.ERASURE_NOT_FOUND)) {
      journal.violation("%s was acknowledged and is not known", ask.name().orElse("?"));
    }
  }

  /** A receipt came: it is signed, of this erasure, and the same as ever. */
  void received(Ask ask, Receipt receipt) {
    switch (verifier.verify(receipt)) {
      case ReceiptVerification.Accepted _ -> journal.count("receipt verified");
      // The signature was found right before; the client is older than the statement.
      case ReceiptVerification.Rejected(Defect defect) when defect == Defect.STATEMENT_VERSION_UNKNOWN ->
        journal.count("receipt signed");
      case ReceiptVerification.Rejected(Defect defect) ->
        journal.violation("the receipt %s does not verify: %s", receipt.name(), defect);
    }
    // Its proof grows with the log; what was signed stays.
    Receipt first = ask.received(receipt);
    if (!first.statement().equals(receipt.statement())
        || !first.signature().equals(receipt.signature())) {
      journal.violation("the receipt %s has changed", receipt.name());
    }
  }

  /** A version was made active on request. */
  void activated(Promised before, ModelVersion version) {
    if (version.erasurePosition() < before.position()) {
      journal.violation(
          "%s with position %d was activated after %d was completed", version.name(),
          version.erasurePosition(), before.position());
    }
  }

  /** The log of receipts goes on where it was, whatever was killed in between. */
  void log(LetheClient client) {
    LogCheckpoint now = client.logCheckpoint();
    journal.checkpoint(now).ifPresent(before -> {
      List<ByteString> path = before.size() > now.size()
          ? List.of()
          : client.consistencyProof(before.size(), now.size());
      LogVerifier.Verdict verdict = logVerifier.verify(before, now, path);
      if (verdict != LogVerifier.Verdict.CONSISTENT) {
        journal.violation(
            "the log of %d receipts does not begin with that of %d: %s", now.size(), before.size(),
            verdict);
      }
      journal.count("log consistent");
    });
  }

  /** One version answers, and it has forgotten what is completed. */
  void versions(LetheClient client, String model) {
    Promised before = now();
    List<ModelVersion> active = client.versions(model).filter(ModelVersion::active).toList();
    if (active.size() != 1) {
      journal.violation("%d versions are active: %s", active.size(), active);
    }
    active.forEach(version -> {
      if (version.erasurePosition() < before.position()) {
        journal.violation(
            "%s is active with position %d after %d was completed", version.name(),
            version.erasurePosition(), before.position());
      }
    });
  }
}
