package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases again, at start and before anything answers, what was erased once and is there all the same.
 * Each becomes an erasure of its own, with a receipt. Repeatable: a crash leaves open erasures, which
 * the next start carries on.
 */
final class Reapplication {

  private static final Logger LOG = LoggerFactory.getLogger(Reapplication.class);

  private final ErasureLedger ledger;
  private final Suppression suppression;
  private final ErasureCoordinator erasures;
  private final ReceiptLog receipts;

  Reapplication(
      ErasureLedger ledger, Suppression suppression, ErasureCoordinator erasures,
      ReceiptLog receipts) {
    this.ledger = ledger;
    this.suppression = suppression;
    this.erasures = erasures;
    this.receipts = receipts;
  }

  /**
   * Looks through a model's log and the version that is to answer, which nobody may be served from yet;
   * what is found is accepted and contained when this returns. O(interactions).
   *
   * @return what has to end before the model may answer: these, and those of before a restore that are
   *     open again
   * @throws LetheException as {@link ErasureCoordinator#reapply}
   */
  List<ErasureId> accept(ModelVersion version) {
    ModelName model = version.id().model();
    Set<ErasureTarget> found = new LinkedHashSet<>(suppression.inLog(model));
    found.addAll(suppression.idsIn(version));
    List<ErasureId> before = liveBefore(model);
    List<ErasureId> accepted = new ArrayList<>();
    for (ErasureTarget target : found) {
      accepted.add(erasures.reapply(model, target).id());
    }
    if (!accepted.isEmpty()) {
      LOG.warn(
          "{}: {} targets of earlier erasures are there again and are erased", model,
          accepted.size());
    }
    accepted.addAll(before);
    return accepted;
  }

  /**
   * Erasures that had gone live when a backup took the version's place, and those that an earlier start
   * has applied again without coming to their end.
   */
  private List<ErasureId> liveBefore(ModelName model) {
    long live = ledger.destroyed(model, 0, Long.MAX_VALUE)
        .stream()
        .filter(gone -> gone.reason() == DestroyedVersion.Reason.REPLACED_BY_BACKUP)
        .mapToLong(DestroyedVersion::erasurePosition)
        .max()
        .orElse(0);
    return ledger.open(model)
        .stream()
        .map(OpenErasure::erasure)
        .filter(open -> open.state() != ErasureState.HELD && !open.state().terminal())
        .filter(
            open -> open.facts().position() <= live
                || open.facts().requester().equals(ErasureRequest.RESTORE))
        .map(Erasure::id)
        .toList();
  }

  /**
   * Returns when all have ended: completed, or failed and contained for ever; or live, where no
   * receipt can be signed until somebody has put the log right.
   *
   * @throws LetheException of kind {@code CANCELLED} if the thread was interrupted
   */
  void await(List<ErasureId> accepted) {
    accepted.forEach(this::awaitEnd);
  }

  private void awaitEnd(ErasureId id) {
    CompletableFuture<Erasure> end = new CompletableFuture<>();
    try (ErasureCoordinator.Watch _ = erasures.watch(id, erasure -> {
      if (erasure.state().terminal()
          || (erasure.state() == ErasureState.LIVE && receipts.refusal().isPresent())) {
        end.complete(erasure);
      }
    })) {
      Erasure ended = end.get();
      LOG.info("erasure {}, applied again, is {}", id, ended.state());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LetheException(
          ErrorKind.CANCELLED, "the start was interrupted before erasures were applied again",
          interrupted);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("nobody fails this future", impossible);
    }
  }
}
