package io.lethe.store.check;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.SettlingLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.ledger.SqlErasureLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads what one model has in a data folder, and holds it against the ledger. */
final class ModelCheck {

  /** How often a log is read that a running server changes meanwhile. */
  private static final int TRIES_MAX = 5;

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
    this.log = FileInteractionLog.in(layout);
  }

  /**
   * Reads every checkpoint and the interaction log of the model.
   *
   * @param ledger null where it cannot be read
   */
  List<Finding> look(@Nullable SqlErasureLedger ledger) {
    List<Finding> findings = new ArrayList<>();
    if (ledger == null) {
      return List.of(
          new Finding(part, Finding.State.NOT_VERIFIED, "the ledger tells what it should have"));
    }
    Set<VersionId> known = new HashSet<>();
    for (VersionRecord version : ledger.stored(model)) {
      known.add(version.id());
      checkpoint(version, ledger).ifPresent(findings::add);
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

  /** A running server may overwrite a folder, and give it another number, while it is read. */
  private Optional<Finding> checkpoint(VersionRecord version, SqlErasureLedger ledger) {
    for (int attempt = 1;; attempt++) {
      Optional<Finding> found = checkpointNow(version, ledger);
      if (!running || attempt == TRIES_MAX
          || found.filter(finding -> finding.state() == Finding.State.DAMAGED).isEmpty()) {
        return found;
      }
    }
  }

  private Optional<Finding> checkpointNow(VersionRecord version, SqlErasureLedger ledger) {
    try {
      if (!checkpoints.read(version.id()).digest().equals(version.digest())) {
        throw new LetheException(
            ErrorKind.CHECKPOINT_DAMAGED,
            version.id() + ": manifest.json is not the one that was committed");
      }
      return Optional
          .of(Finding.verified(part, version.id() + ": every file fits its committed digest"));
    } catch (LetheException damaged) {
      if (damaged.kind() != ErrorKind.VERSION_NOT_FOUND) {
        return Optional.of(Finding.damaged(part, damaged));
      }
      if (running) {
        return Optional.empty();
      }
      return Optional.of(
          isGoing(version, ledger)
              ? Finding.verified(
                  part, version.id() + " was being destroyed; the next start records that")
              : Finding.damaged(part, damaged));
    }
  }

  /** Whether a version holds what the active one reflects as erased: it goes before that completes. */
  private boolean isGoing(VersionRecord version, SqlErasureLedger ledger) {
    long position = version.manifest().erasurePosition();
    return ledger.active(model)
        .filter(active -> active.manifest().erasurePosition() > position)
        .isPresent();
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

  /**
   * The log, and what waits in the ledger to be moved into it. A running server may move rows and
   * merge files while they are read.
   */
  private Finding rows(SqlErasureLedger ledger) {
    for (int attempt = 1;; attempt++) {
      try {
        return rowsNow(ledger);
      } catch (LetheException damaged) {
        if (!running || attempt == TRIES_MAX) {
          throw damaged;
        }
      }
    }
  }

  private Finding rowsNow(SqlErasureLedger ledger) {
    long end = log.end(model);
    Optional<VersionRecord> active = ledger.active(model);
    long learned = active.map(version -> version.manifest().training().logEnd()).orElse(0L);
    if (end < learned) {
      throw new LetheException(
          ErrorKind.CHECKPOINT_DAMAGED,
          ("the interaction log has %d rows, and the active version was made from %d: the file of the"
              + " last rows is missing from models/%s/interactions")
              .formatted(end, learned, model));
    }
    SettlingLog all = new SettlingLog(log, ledger.appends(), Failpoints.none());
    long allEnd = all.end(model);
    InteractionColumns rows = all.read(model, allEnd);
    long late = present(rows, Math.min(trainedEnd(ledger), allEnd), allEnd);
    StringBuilder found = new StringBuilder(
        "interactions: %d rows; every file fits its checksum".formatted(present(rows, 0, end)));
    if (allEnd > end) {
      found.append("; %d more wait in the ledger, and each can be read".formatted(allEnd - end));
    }
    if (late > 0) {
      found.append("; %d came after the training of every stored version".formatted(late));
    }
    return Finding.verified(part, found.toString());
  }

  /** How far the log was when the last training began whose version is stored. */
  private long trainedEnd(SqlErasureLedger ledger) {
    return ledger.stored(model)
        .stream()
        .mapToLong(version -> version.manifest().training().logEnd())
        .max()
        .orElse(0);
  }

  /** Rows of a range that were not purged. */
  private static long present(InteractionColumns rows, long from, long to) {
    return LongStream.range(from, to)
        .filter(row -> rows.users()[(int) row] != InteractionColumns.PURGED)
        .count();
  }
}
