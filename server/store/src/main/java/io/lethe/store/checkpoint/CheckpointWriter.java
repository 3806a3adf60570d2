package io.lethe.store.checkpoint;

import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints, whole ones and deltas. Each gets its name when all that is in it is synced;
 * what cannot be finished is overwritten.
 */
final class CheckpointWriter {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final StoreLayout layout;
  private final Executor disk;
  private final Failpoints failpoints;
  private final CheckpointReplacement replacement;
  private final CheckpointLeftovers leftovers;
  private final Function<ModelName, ReadWriteLock> locks;
  private final Consumer<VersionId> destroy;

  /**
   * Writes for one data folder.
   *
   * @param disk runs writes and syncs that block
   * @param leftovers told of writes that failed
   * @param locks of a model, held for writing while files are overwritten where they stand
   * @param destroy removes an existing version, before the new one takes its name
   */
  CheckpointWriter(
      StoreLayout layout, Executor disk, Failpoints failpoints, CheckpointReplacement replacement,
      CheckpointLeftovers leftovers, Function<ModelName, ReadWriteLock> locks,
      Consumer<VersionId> destroy) {
    this.layout = layout;
    this.disk = disk;
    this.failpoints = failpoints;
    this.replacement = replacement;
    this.leftovers = leftovers;
    this.locks = locks;
    this.destroy = destroy;
  }

  /**
   * Writes what is different from the parent.
   *
   * @param folder as it is
   * @return the version's digest
   */
  String delta(VersionId id, VersionId parent, CheckpointDelta delta, CheckpointFolder folder) {
    Path temporary = layout.temporaryDelta(id);
    Path file = layout.delta(id, parent);
    try {
      Shredder.destroy(temporary);
      String digest;
      try (FileOutput out = new FileOutput(temporary)) {
        digest = delta.write(out);
        out.sync();
      }
      if (folder.versions().contains(id.number())) {
        destroy.accept(id);
      }
      failpoints.hit(Failpoint.CHECKPOINT_BEFORE_RENAME);
      DurableFiles.rename(temporary, file);
      failpoints.hit(Failpoint.CHECKPOINT_AFTER_RENAME);
      try {
        DurableFiles.syncFolder(layout.versions(id.model()));
      } catch (IOException failure) {
        // What could not be synced must not be seen either.
        throw unseen(id, failure, file, layout.doomedDelta(id));
      }
      return digest;
    } catch (IOException failure) {
      throw undone(id, StorageFailures.of("the checkpoint " + id, failure), temporary);
    } catch (RuntimeException failure) {
      throw undone(id, failure, temporary);
    }
  }

  /**
   * Writes a checkpoint that needs no other.
   *
   * @param committed the digest the version has already; null for a new one
   * @return the version's digest
   */
  String whole(Checkpoint checkpoint, @Nullable String committed) {
    VersionId id = checkpoint.manifest().id();
    Path temporary = layout.temporaryVersion(id);
    try {
      Shredder.destroy(temporary);
      DurableFiles.createFolder(temporary);
      String digest = CheckpointFiles
          .write(temporary, checkpoint, committed, linkedIds(checkpoint, temporary), disk);
      CheckpointFolder found = CheckpointFolder.read(layout, id.model());
      if (committed == null && found.versions().contains(id.number())) {
        destroy.accept(id);
      }
      if (found.isWhole(id) && committed != null) {
        failpoints.hit(Failpoint.CHECKPOINT_BEFORE_RENAME);
        replacement.replace(id, temporary);
        failpoints.hit(Failpoint.CHECKPOINT_AFTER_RENAME);
      } else {
        publish(id);
      }
      return digest;
    } catch (IOException failure) {
      throw undone(id, StorageFailures.of("the checkpoint " + id, failure), temporary);
    } catch (RuntimeException failure) {
      throw undone(id, failure, temporary);
    }
  }

  private void publish(VersionId id) throws IOException {
    failpoints.hit(Failpoint.CHECKPOINT_BEFORE_RENAME);
    DurableFiles.rename(layout.temporaryVersion(id), layout.version(id));
    failpoints.hit(Failpoint.CHECKPOINT_AFTER_RENAME);
    try {
      DurableFiles.syncFolder(layout.versions(id.model()));
    } catch (IOException failure) {
      // What could not be synced must not be seen either.
      throw unseen(id, failure, layout.version(id), layout.doomedVersion(id));
    }
  }

  private RuntimeException unseen(VersionId id, IOException failure, Path written, Path doomed) {
    LetheException failed = StorageFailures.of("the checkpoint " + id, failure);
    try {
      CheckpointReplacement.doom(written, doomed);
      Shredder.destroyIn(layout.versions(id.model()), List.of(doomed));
    } catch (IOException leftover) {
      LOG.warn("what was written of the checkpoint {} cannot be deleted now", id);
      failed.addSuppressed(leftover);
    }
    return failed;
  }

  private RuntimeException undone(VersionId id, RuntimeException failure, Path written) {
    leftovers.changeFailed(id.model());
    try {
      Shredder.destroy(written);
    } catch (IOException leftover) {
      LOG.warn("what was written of the checkpoint {} cannot be deleted now", id);
      failure.addSuppressed(leftover);
    }
    return failure;
  }

  /**
   * Gives equal ids of another version a second name. While that is done nothing is overwritten where it
   * stands; afterwards the second name keeps it from being.
   *
   * @return the hashes of their pages; null where none can be shared
   */
  private byte @Nullable [] linkedIds(Checkpoint checkpoint, Path temporary) throws IOException {
    VersionId same = checkpoint.sameIdsAs();
    if (same == null) {
      return null;
    }
    Lock reading = locks.apply(same.model()).readLock();
    reading.lock();
    try {
      CheckpointFolder found = CheckpointFolder.read(layout, same.model());
      if (!found.isWhole(same) || found.patch(same).isPresent()) {
        return null;
      }
      Path folder = layout.version(same);
      CheckpointManifest manifest = CheckpointFiles.manifest(folder, FilePatch.NONE).manifest();
      return manifest.paged() && isLinked(folder, temporary, manifest)
          ? CheckpointFiles.pages(folder, manifest, FilePatch.NONE).of(CheckpointFiles.IDS)
          : null;
    } catch (DamagedFileException damaged) {
      LOG.warn("{}: {}; its ids are not shared", same, damaged.getMessage());
      DurableFiles.delete(temporary.resolve(CheckpointFiles.IDS));
      return null;
    } finally {
      reading.unlock();
    }
  }

  /** Links a file of the right length; false where that cannot be, or could not be told later. */
  private static boolean isLinked(Path folder, Path temporary, CheckpointManifest manifest) {
    Path existing = folder.resolve(CheckpointFiles.IDS);
    Path link = temporary.resolve(CheckpointFiles.IDS);
    FileDigest digest = manifest.files().get(CheckpointFiles.IDS);
    try {
      if (digest == null || !Shredder.knowsNames(link) || Files.size(existing) != digest.bytes()) {
        return false;
      }
      Files.createLink(link, existing);
      return true;
    } catch (IOException | UnsupportedOperationException notShareable) {
      return false;
    }
  }
}
