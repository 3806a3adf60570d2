package io.lethe.engine.lifecycle;

import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.publish.VersionPublisher;

/** Makes an earlier version the one that answers. Thread-safe. */
public final class ModelActivation {

  private final ErasureLedger ledger;
  private final ModelRegistry registry;
  private final VersionPublisher publisher;
  private final ActivationRooms rooms;
  private final Failpoints failpoints;

  /** What an activation needs beside the versions. */
  record ActivationRooms(
      EarlierVersions versions, ErasureCoordinator erasures, InteractionIntake intake,
      ModelAliases aliases) {}

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
   *     {@code PLUGIN_NOT_FOUND}, {@code PLUGIN_FAILED}, {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  public ModelVersion activate(VersionId id) {
    return publisher.exclusively(id.model(), () -> activateAlone(id));
  }

  private ModelVersion activateAlone(VersionId id) {
    ModelVersion wanted = rooms.versions().fit(id);
    ModelVersion now = registry.active(id.model()).orElse(null);
    if (now != null && now.id().equals(id)) {
      return now;
    }
    rooms.intake().showFrom(id.model(), wanted.manifest().training().logEnd());
    failpoints.hit(Failpoint.ACTIVATE_BEFORE_COMMIT);
    ledger.activate(id, rooms.versions().active(id.model()).id().number());
    failpoints.hit(Failpoint.ACTIVATE_AFTER_COMMIT);
    var _ = registry.publish(now == null ? null : now.id(), wanted)
        .thenRun(() -> registry.wipeRetired(id.model()));
    if (now == null) {
      rooms.aliases().serve(id.model());
    }
    rooms.erasures().wake(id.model());
    return wanted;
  }
}
