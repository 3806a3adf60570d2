package io.lethe.store;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.disk.SyncedFolders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what one model has in a data folder, and holds it against the ledger. */
final class ModelCheck {

  private final ModelName model;
  private final String part;
  private final boolean running;
  private final FileCheckpointStore checkpoints;
  private final FileInteractionLog log;

  /**
   * A check of one model.
   *
   * @param running whether a server may destroy versions meanwhile
   */
  ModelCheck(StoreLayout layout, ModelName model, boolean running) {
    this.model = model;
    this.part = "model " + model;
    this.running = running;
    this.checkpoints = FileCheckpointStore.toRead(layout);
    this.log = new FileInteractionLog(
        layout, new SyncedFolders(layout.root()), SpaceReserve.none(), Failpoints.none());
  }

  /**
   * Looks.
   *
   * @param ledger null where it cannot be read
   */
  List<Finding> look(@Nullable ErasureLedger ledger) {
    List<Finding> findings = new ArrayList<>();
    if (ledger == null) {
      return List.of(
          new Finding(part, Finding.State.NOT_VERIFIED, "the ledger tells what it should have"));
    }
    Set<VersionId> known = new HashSet<>();
    for (VersionRecord version : ledger.stored(model)) {
      known.add(version.id());
      checkpoint(version).ifPresent(findings::add);
    }
    try {
      for (VersionId found : checkpoints.list(model)) {
        if (!known.contains(found)) {
          findings.add(orphan(found, ledger.tombstones(model).position()));
        }
      }
      findings.add(rows(ledger));
    } catch (LetheException damaged) {
      findings.add(Finding.damaged(part, damaged));
    }
    return findings;
  }

  private Optional<Finding> checkpoint(VersionRecord version) {
    try {
      if (!checkpoints.read(version.id()).digest().equals(version.digest())) {
        throw new LetheException(
            ErrorKind.CHECKPOINT_DAMAGED,
            version.id() + ": manifest.json is not the one that was committed");
      }
      return Optional
          .of(Finding.verified(part, version.id() + ": every file fits its committed digest"));
    } catch (LetheException damaged) {
      boolean replaced = running && damaged.kind() == ErrorKind.VERSION_NOT_FOUND;
      return replaced ? Optional.empty() : Optional.of(Finding.damaged(part, damaged));
    }
  }

  /** A running server writes a checkpoint before it commits it. */
  private Finding orphan(VersionId found, long known) {
    try {
      long reflected = checkpoints.read(found).checkpoint().manifest().erasurePosition();
      if (reflected > known && !running) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED,
            "%s reflects erasures up to position %d, and the ledger knows them up to %d: acknowledged"
                .formatted(found, reflected, known) + " erasures are missing from it");
      }
    } catch (LetheException damaged) {
      if (damaged.kind() != ErrorKind.CHECKPOINT_DAMAGED
          && damaged.kind() != ErrorKind.VERSION_NOT_FOUND) {
        return Finding.damaged(part, damaged);
      }
    }
    return Finding
        .verified(part, found + " was written and not committed; the next start destroys it");
  }

  private Finding rows(ErasureLedger ledger) {
    long end = log.end(model);
    long needed = ledger.active(model)
        .map(active -> active.manifest().training().logEnd())
        .orElse(0L);
    if (end < needed) {
      throw new LetheException(
          ErrorKind.CHECKPOINT_DAMAGED,
          ("the interaction log has %d rows, and the active version was made from %d: the file of the"
              + " last rows is missing from models/%s/interactions").formatted(end, needed, model));
    }
    var _ = log.read(model, end);
    return Finding
        .verified(part, "interactions: %d rows; every file fits its checksum".formatted(end));
  }
}
