package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.purge.Lineage;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
      throw holdsErasedData(wanted, active);
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

  private void check(VersionRecord wanted, VersionRecord active) {
    if (wanted.manifest().erasurePosition() < active.manifest().erasurePosition()) {
      throw holdsErasedData(wanted, active);
    }
    if (wanted.destroyed()) {
      throw missing(wanted.id(), "is destroyed");
    }
  }

  private LetheException holdsErasedData(VersionRecord wanted, VersionRecord active) {
    return new LetheException(
        ErrorKind.VERSION_HOLDS_ERASED_DATA,
        wanted.id() + " was made before an erasure and " + whatNow(wanted, active),
        Map.of("version", wanted.id().toString()));
  }

  private String whatNow(VersionRecord wanted, VersionRecord active) {
    if (!wanted.destroyed()) {
      return "would bring its data back; rebasing it makes a new version without that data, which"
          + " answers at once. When the erasure completes, it is destroyed; if it is one of those"
          + " kept to go back to (versions.kept), a version without that data takes its place";
    }
    Optional<VersionId> same = rebased(wanted, active);
    if (same.isEmpty()) {
      return "is destroyed, and so is every other version of its training; activate another version,"
          + " or train again";
    }
    return "is destroyed; " + same.get()
        + (same.get().equals(active.id()) ? ", which answers," : "")
        + " is of the same training, without what was erased";
  }

  /** The newest version of the same training that can answer. */
  private Optional<VersionId> rebased(VersionRecord wanted, VersionRecord active) {
    List<VersionRecord> all = ledger.versions(wanted.id().model());
    Lineage lineage = Lineage.of(all);
    VersionId training = lineage.trainingOf(wanted.id());
    long position = active.manifest().erasurePosition();
    return all.stream()
        .filter(
            version -> !version.destroyed() && version.manifest().erasurePosition() >= position
                && lineage.trainingOf(version.id()).equals(training))
        .map(VersionRecord::id)
        .findFirst();
  }

  private static LetheException missing(VersionId id, String why) {
    return new LetheException(
        ErrorKind.VERSION_NOT_FOUND, id + " " + why, Map.of("version", id.toString()));
  }
}
