package io.lethe.engine.lifecycle;

import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.ReceiptLog;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureCoordinator;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.Suppression;
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

  private final Suppression suppression;
  private final ErasureCoordinator erasures;
  private final ReceiptLog receipts;

  Reapplication(Suppression suppression, ErasureCoordinator erasures, ReceiptLog receipts) {
    this.suppression = suppression;
    this.erasures = erasures;
    this.receipts = receipts;
  }

  /**
   * Looks through a model's log and the version that is to answer, which nobody may be served from yet;
   * what is found is accepted and contained when this returns. O(interactions).
   *
   * @throws LetheException as {@link ErasureCoordinator#reapply}
   */
  List<ErasureId> accept(ModelVersion version) {
    ModelName model = version.id().model();
    Set<ErasureTarget> found = new LinkedHashSet<>(suppression.inLog(model));
    found.addAll(suppression.in(version));
    List<ErasureId> accepted = new ArrayList<>();
    for (ErasureTarget target : found) {
      accepted.add(erasures.reapply(model, target).id());
    }
    if (!accepted.isEmpty()) {
      LOG.warn(
          "{}: {} targets of earlier erasures are there again and are erased", model,
          accepted.size());
    }
    return accepted;
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
