package io.lethe.store.backup;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.store.checkpoint.CheckpointFolder;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.RemovalHold;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.ledger.LedgerCopy;
import io.lethe.store.ledger.SqlErasureLedger;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Copies a data folder beside the server that has it. While it copies nothing is removed ({@link
 * RemovalHold}), so what it takes last is at least what the ledger, taken first, speaks of: a
 * checkpoint of each version, and the rows of each log. Rows that were moved from the ledger into a
 * log meanwhile are in both, and their place tells that they are the same.
 */
final class RunningBackup {

  /** How often a model is copied whose log the server merges meanwhile. */
  private static final int TRIES_MAX = 5;

  private final StoreLayout source;
  private final StoreLayout copy;
  private final FileCopies copies;
  private final SortedMap<String, FileDigest> files = new TreeMap<>();
  private final List<String> damaged = new ArrayList<>();

  /**
   * A copy that is to be made.
   *
   * @param data an empty folder
   */
  RunningBackup(StoreLayout source, Path data) {
    this.source = source;
    this.copy = new StoreLayout(data);
    this.copies = new FileCopies(source.root(), copy.root());
  }

  /** What was copied, by path with slashes. */
  SortedMap<String, FileDigest> files() {
    return files;
  }

  /** What is damaged in the source already, in words. */
  List<String> damaged() {
    return damaged;
  }

  /**
   * Copies.
   *
   * @param temporary a folder that is not there, on a disk that may hold personal data for a moment
   */
  void make(Path temporary) throws IOException {
    try (RemovalHold hold = RemovalHold.take(source.lock())) {
      copies.copy(source.keys(), files);
      // Before the ledger: a log may have more receipts than its checkpoint, never fewer.
      copies.copy(source.receiptCheckpoint(), files);
      try (LedgerCopy ledger = LedgerCopy.of(source, temporary, /* running= */ true)) {
        files.put(copy.ledger().getFileName().toString(), ledger.ledger().copyTo(copy.ledger()));
        DurableFiles.createFolder(copy.models());
        for (ModelName model : models(ledger.ledger())) {
          copyModel(model, ledger.ledger().stored(model));
        }
        DurableFiles.syncFolder(copy.models());
      }
      hold.requireSameServer();
    }
  }

  private Set<ModelName> models(SqlErasureLedger ledger) throws IOException {
    Set<ModelName> models = new TreeSet<>(source.modelNames());
    models.addAll(ledger.models());
    return models;
  }

  private void copyModel(ModelName model, List<VersionRecord> stored) throws IOException {
    for (int attempt = 1;; attempt++) {
      SortedMap<String, FileDigest> copied = new TreeMap<>();
      Optional<String> damage;
      try {
        copyModel(model, stored, copied);
        damage = new CopyCheck(copy.root(), copied).damage();
      } catch (NoSuchFileException merged) {
        if (attempt == TRIES_MAX) {
          throw merged;
        }
        damage = Optional.of(String.valueOf(merged.getMessage()));
      }
      if (damage.isEmpty() || attempt == TRIES_MAX) {
        files.putAll(copied);
        damage.ifPresent(damaged::add);
        return;
      }
      Shredder.destroy(copy.model(model));
    }
  }

  private void copyModel(
      ModelName model, List<VersionRecord> stored, Map<String, FileDigest> copied)
      throws IOException {
    DurableFiles.createFolder(copy.model(model));
    DurableFiles.createFolder(copy.versions(model));
    CheckpointFolder found = CheckpointFolder.read(source, model);
    for (VersionRecord version : stored) {
      VersionId id = version.id();
      Optional<Path> delta = found.delta(id);
      if (found.isWhole(id)) {
        copies.copy(found.whole(id), copied);
        if (found.patch(id).isPresent()) {
          copies.copy(found.patch(id).get(), copied);
        }
      } else if (delta.isPresent()) {
        copies.copy(delta.get(), copied);
      }
    }
    copies.copy(source.interactions(model), copied);
    DurableFiles.syncFolder(copy.versions(model));
    DurableFiles.syncFolder(copy.model(model));
  }
}
