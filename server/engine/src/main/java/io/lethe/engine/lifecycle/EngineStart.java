package io.lethe.engine.lifecycle;

import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.purge.StaleVersions;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of an engine: serves what was served before, and takes up what was left unfinished. */
final class EngineStart {

  private static final Logger LOG = LoggerFactory.getLogger(EngineStart.class);

  private final EnginePorts ports;
  private final Rooms rooms;
  private final Failpoints failpoints;

  /** The rooms that it opens, and what it needs of others. */
  record Rooms(
      ReceiptLog receipts, Catalogs catalogs, ModelRemoval removal, ErasureCoordinator erasures,
      ModelRegistry registry, ModelAliases aliases, StaleVersions stale, VersionLoader loader,
      InteractionIntake intake, Reapplication reapplication, Suppression suppression,
      BackgroundRetraining retraining) {}

  EngineStart(EnginePorts ports, Rooms rooms, Failpoints failpoints) {
    this.ports = ports;
    this.rooms = rooms;
    this.failpoints = failpoints;
  }

  /** Once; {@link Engine#start} says what it does. */
  void run() {
    rooms.receipts().open();
    rooms.catalogs().open();
    rooms.receipts()
        .refusal()
        .ifPresent(why -> LOG.error("no model is served or trained: {}", why.getMessage()));
    if (rooms.receipts().refusal().isEmpty()) {
      rooms.removal().finishAll();
    }
    for (ModelName model : ports.ledger().models()) {
      failpoints.hit(Failpoint.RECOVER_BEFORE);
      rooms.erasures().recover(model);
      failpoints.hit(Failpoint.RECOVER_CONTAINED);
      serve(model);
    }
    boolean trusted = rooms.receipts().refusal().isEmpty();
    if (trusted) {
      untrained().forEach(this::destroyUncommitted);
    }
    unserved().forEach(model -> {
      rooms.erasures().recover(model);
      if (trusted) {
        rooms.erasures().wake(model);
      }
    });
    if (trusted) {
      rooms.retraining().start();
      untrained().forEach(this::purgeRestored);
    }
  }

  /** Models that have interactions and no version. */
  private List<ModelName> untrained() {
    return ports.log().models().stream().filter(this::isUntrained).toList();
  }

  private boolean isUntrained(ModelName model) {
    return ports.ledger().active(model).isEmpty();
  }

  /** A first training that ended before its commit has left its checkpoint, which knows all people. */
  private void destroyUncommitted(ModelName model) {
    List<VersionId> orphans;
    try {
      orphans = rooms.stale().orphans(model);
    } catch (LetheException failed) {
      LOG.error("what a training of {} left is not removed: {}", model, failed.getMessage());
      return;
    }
    // Not caught: a ledger that has lost erasures stops all.
    rooms.stale().checkKnown(orphans, ports.ledger().tombstones(model).position());
    try {
      rooms.stale().destroyOrphans(model, orphans);
    } catch (LetheException failed) {
      LOG.error("what a training of {} left is not removed: {}", model, failed.getMessage());
    }
  }

  /** What a backup brought back of a model without a version is in the log alone. */
  private void purgeRestored(ModelName model) {
    try {
      List<ErasureTarget> erased = rooms.suppression().inLog(model);
      if (!erased.isEmpty()) {
        long purged = rooms.intake().purge(model, erased);
        LOG.warn("{} interactions of {} were erased before, and are purged again", purged, model);
      }
    } catch (LetheException failed) {
      LOG.error("what {} holds of erased data is not purged: {}", model, failed.getMessage());
    }
  }

  /** Models without a version that have erasures under way. */
  private List<ModelName> unserved() {
    return ports.ledger()
        .erasing()
        .stream()
        .filter(model -> ports.ledger().active(model).isEmpty())
        .toList();
  }

  private void serve(ModelName model) {
    VersionRecord active = ports.ledger().active(model).orElseThrow();
    rooms.registry().loading(active.id());
    List<VersionId> orphans = List.of();
    try {
      rooms.receipts().requireTrusted();
      orphans = rooms.stale().orphans(model);
    } catch (LetheException failed) {
      notServed(active.id(), failed);
      return;
    }
    // Not caught: a ledger that has lost erasures stops all.
    rooms.stale().checkKnown(orphans, ports.ledger().tombstones(model).position());
    serve(active, orphans);
  }

  private void notServed(VersionId id, LetheException why) {
    switch (why.kind()) {
      case CHECKPOINT_DAMAGED, VERSION_NOT_FOUND, STORAGE_FAILED, LEDGER_UNREACHABLE,
          PLUGIN_NOT_FOUND, RECEIPT_LOG_INCONSISTENT ->
        LOG.error("{} is not served: {}", id, why.getMessage());
      default -> LOG.error("{} is not served", id, why);
    }
    rooms.registry().refused(id, why);
  }

  private void serve(VersionRecord active, List<VersionId> orphans) {
    ModelName model = active.id().model();
    try {
      rooms.stale().destroyOrphans(model, orphans);
      failpoints.hit(Failpoint.RECOVER_CLEANED);
      ModelVersion loaded = rooms.loader().load(active);
      rooms.intake().showFrom(model, active.manifest().training().logEnd());
      List<ErasureId> again = rooms.reapplication().accept(loaded);
      var _ = rooms.registry().publish(null, loaded);
      // Before what was left of erasures is finished: it has aliases follow.
      rooms.aliases().serve(model);
      failpoints.hit(Failpoint.RECOVER_SERVING);
      rooms.erasures().wake(model);
      rooms.reapplication().await(again);
      rooms.retraining().consider(model);
    } catch (LetheException failed) {
      notServed(active.id(), failed);
    }
  }
}
