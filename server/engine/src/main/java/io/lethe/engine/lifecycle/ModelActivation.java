package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionPublisher;
import io.lethe.engine.model.VersionRecord;
import java.util.Map;

/** Makes an earlier version the one that answers. Thread-safe. */
public final class ModelActivation {

  private final ErasureLedger ledger;
  private final ModelRegistry registry;
  private final VersionPublisher publisher;
  private final ActivationRooms rooms;
  private final Failpoints failpoints;

  /** What an activation needs beside the versions. */
  record ActivationRooms(
      VersionLoader loader, Suppression suppression, ErasureCoordinator erasures,
      ReceiptLog receipts, InteractionIntake intake) {}

  ModelActivation(
      ErasureLedger ledger, ModelRegistry registry, VersionPublisher publisher,
      ActivationRooms rooms, Failpoints failpoints) {
    this.ledger = ledger;
    this.registry = registry;
    this.publisher = publisher;
    this.rooms = rooms;
    this.failpoints = failpoints;
  }

  /**
   * Loads a version and makes it answer; returns when new calls are answered by it. Activating the
   * active version changes nothing.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}, {@code VERSION_NOT_FOUND}, {@code
   *     VERSION_HOLDS_ERASED_DATA}, {@code RECEIPT_LOG_INCONSISTENT}, {@code CHECKPOINT_DAMAGED},
   *     {@code PLUGIN_FAILED}, {@code STORAGE_FAILED}
   */
  public ModelVersion activate(VersionId id) {
    return publisher.exclusively(id.model(), () -> activateAlone(id));
  }

  private ModelVersion activateAlone(VersionId id) {
    rooms.receipts().requireTrusted();
    VersionRecord active = ledger.active(id.model())
        .orElseThrow(
            () -> new LetheException(
                ErrorKind.MODEL_NOT_FOUND, "there is no model " + id.model(),
                Map.of("model", id.model().value())));
    VersionRecord wanted = ledger.versions(id.model())
        .stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(() -> missing(id, "was never made"));
    ModelVersion now = registry.active(id.model()).orElse(null);
    if (now != null && now.id().equals(id)) {
      return now;
    }
    check(wanted, active);
    ModelVersion loaded = rooms.loader().load(wanted);
    if (!rooms.suppression().in(loaded).isEmpty()) {
      throw holdsErasedData(wanted);
    }
    rooms.intake().showFrom(id.model(), wanted.manifest().training().logEnd());
    failpoints.hit(Failpoint.ACTIVATE_BEFORE_COMMIT);
    ledger.activate(id, active.id().number());
    failpoints.hit(Failpoint.ACTIVATE_AFTER_COMMIT);
    var _ = registry.publish(now == null ? null : now.id(), loaded)
        .thenRun(() -> registry.wipeRetired(id.model()));
    rooms.erasures().wake(id.model());
    return loaded;
  }

  private static void check(VersionRecord wanted, VersionRecord active) {
    if (wanted.manifest().erasurePosition() < active.manifest().erasurePosition()) {
      throw holdsErasedData(wanted);
    }
    if (wanted.destroyed()) {
      throw missing(wanted.id(), "is destroyed");
    }
  }

  private static LetheException holdsErasedData(VersionRecord wanted) {
    return new LetheException(
        ErrorKind.VERSION_HOLDS_ERASED_DATA,
        wanted.destroyed()
            ? wanted.id()
                + " was made before an erasure, and was destroyed when the erasure completed; "
                + "activate a version made since, or train again"
            : wanted.id()
                + " was made before an erasure and would bring its data back; rebasing it makes a "
                + "new version without that data, until the erasure completes and it is destroyed",
        Map.of("version", wanted.id().toString()));
  }

  private static LetheException missing(VersionId id, String why) {
    return new LetheException(
        ErrorKind.VERSION_NOT_FOUND, id + " " + why, Map.of("version", id.toString()));
  }
}
