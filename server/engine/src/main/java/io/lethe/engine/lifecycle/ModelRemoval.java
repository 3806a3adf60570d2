package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.purge.StaleVersions;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.publish.VersionPublisher;
import io.lethe.engine.subject.ContainmentList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes models: versions, interactions and the catalogue go, what must outlive them stays: receipts, the digests
 * of what was erased, erasures that are under way (which then find nothing left to unlearn), and the
 * numbers of the versions. Until all is gone, nothing is imported or trained under the name.
 * Thread-safe.
 */
public final class ModelRemoval {

  private final ErasureLedger ledger;
  private final InteractionLog log;
  private final ModelRegistry registry;
  private final VersionPublisher publisher;
  private final RemovalRooms rooms;

  /** What a removal needs beside the versions. */
  record RemovalRooms(
      ContainmentList containments, StaleVersions stale, InteractionIntake intake,
      Catalogs catalogs, ModelAliases aliases, ErasureCoordinator erasures) {}

  ModelRemoval(
      EnginePorts ports, ModelRegistry registry, VersionPublisher publisher, RemovalRooms rooms) {
    this.ledger = ports.ledger();
    this.log = ports.log();
    this.registry = registry;
    this.publisher = publisher;
    this.rooms = rooms;
  }

  /**
   * Deletes a model for good. When this returns, nothing of it is on disk but what is named above, and
   * no call is answered by it. A crash in between, or a disk that refuses, leaves the model deleted:
   * the next start ends it, or another call does.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}; {@code CONCURRENT_CHANGE} while a version
   *     of the model is being made by a training, a retraining or a rebase, and while a backup is made;
   *     {@code STORAGE_FAILED}; {@code CANCELLED} if the thread is interrupted while calls end
   */
  public void delete(ModelName model) {
    boolean unfinished = ledger.deletedModels().contains(model);
    if (!unfinished && !log.models().contains(model) && ledger.stored(model).isEmpty()
        && !rooms.catalogs().has(model)) {
      throw new LetheException(
          ErrorKind.MODEL_NOT_FOUND, "there is no model " + model, Map.of("model", model.value()));
    }
    boolean done = rooms.stale().unlessCopied(() -> {
      var _ = publisher.exclusively(model, () -> removed(model));
      finish(model);
    });
    if (!done) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "a backup is being made; delete %s when it is done".formatted(model),
          Map.of("model", model.value()));
    }
    rooms.erasures().wake(model);
  }

  private CompletableFuture<Void> removed(ModelName model) {
    boolean free = rooms.containments().unlessHeld(model, () -> ledger.deleteModel(model));
    if (!free) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "a version of %s is being made; delete the model when it is done or cancelled"
              .formatted(model),
          Map.of("model", model.value()));
    }
    return registry.remove(model);
  }

  /** Deletes the files of every model whose deletion a crash cut short. Before anything serves. */
  void finishAll() {
    ledger.deletedModels().forEach(this::finish);
  }

  private void finish(ModelName model) {
    // Those, too, that aliases left before the model was removed.
    registry.awaitDrained(model);
    registry.wipeRetired(model);
    rooms.stale().destroyDeleted(model);
    rooms.intake().delete(model);
    rooms.catalogs().drop(model);
    rooms.aliases().forget(model);
    ledger.forgetDeletedModel(model);
  }
}
