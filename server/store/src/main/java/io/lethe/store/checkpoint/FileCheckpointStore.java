package io.lethe.store.checkpoint;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.RemovalLock;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.disk.SyncedFolders;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Checkpoints as folders: {@code models/{model}/versions/{number}/} with the files of {@link
 * CheckpointFiles}. A folder gets its name when all that is in it is synced.
 */
public final class FileCheckpointStore implements CheckpointStore {

  /** Most deltas between a version and a whole one; the next version is written whole. */
  static final int CHAIN_MAX = 16;

  private final StoreLayout layout;
  private final SyncedFolders folders;
  private final SpaceReserve reserve;
  /** A reading takes turns with destroying, which overwrites what it might be reading. */
  private final Map<ModelName, ReadWriteLock> locks = new ConcurrentHashMap<>();
  private final Failpoints failpoints;
  private final CheckpointReader reader;
  private final CheckpointWriter writer;
  private final CheckpointLeftovers leftovers;
  private final FolderTakeOver takeOver;
  private final RemovalLock removals;

  /**
   * Opens the checkpoints of a data folder and deletes what a crash has left of unfinished and half
   * destroyed ones, which may hold ids that are erased elsewhere. Everything runs on the calling
   * thread.
   */
  public FileCheckpointStore(DataFolder folder) {
    this(folder, Runnable::run);
  }

  /**
   * Likewise, with writing, syncing and hashing overlapped, which is what an erasure waits for.
   *
   * @param disk runs writes and syncs that block; needs about four threads per checkpoint being
   *     written, such as virtual ones, to be of use
   */
  public FileCheckpointStore(DataFolder folder, Executor disk) {
    this(folder, disk, Failpoints.none());
  }

  /** Likewise, telling failpoints what it passes. */
  public FileCheckpointStore(DataFolder folder, Executor disk, Failpoints failpoints) {
    this(folder.layout(), folder.folders(), folder.reserve(), disk, failpoints, folder.removals());
    try {
      for (ModelName model : layout.modelNames()) {
        leftovers.delete(model);
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the folder of models", failure);
    }
  }

  private FileCheckpointStore(
      StoreLayout layout, SyncedFolders folders, SpaceReserve reserve, Executor disk,
      Failpoints failpoints, RemovalLock removals) {
    this.removals = removals;
    this.layout = layout;
    this.folders = folders;
    this.reserve = reserve;
    this.failpoints = failpoints;
    CheckpointReplacement replacement = new CheckpointReplacement(layout);
    this.reader = new CheckpointReader(layout);
    this.takeOver = new FolderTakeOver(layout, failpoints);
    this.leftovers = new CheckpointLeftovers(layout, replacement, takeOver);
    this.writer = new CheckpointWriter(
        layout, disk, failpoints, replacement, leftovers, this::lock, this::destroy);
  }

  /** For reading alone: what a crash has left stays. */
  public static FileCheckpointStore toRead(StoreLayout layout) {
    return new FileCheckpointStore(
        layout, new SyncedFolders(layout.root()), SpaceReserve.none(), Runnable::run,
        Failpoints.none(), RemovalLock.none());
  }

  @Override
  public boolean unlessCopied(Runnable removal) {
    try {
      return removals.unlessHeld(removal);
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder's lock", failure);
    }
  }

  @Override
  public String write(Checkpoint checkpoint) {
    VersionId id = checkpoint.manifest().id();
    if (checkpoint.manifest().origin() == VersionOrigin.TRAINING
        || VersionMetrics.isRebased(checkpoint.manifest())) {
      reserve.require("the checkpoint " + id);
    }
    try {
      folders.create(layout.versions(id.model()));
      CheckpointFolder folder = CheckpointFolder.read(layout, id.model());
      VersionId parent = checkpoint.parent() == null ? null : checkpoint.parent().id();
      boolean chained = parent != null && folder.depth(parent) < CHAIN_MAX;
      Optional<CheckpointDelta> delta = chained ? CheckpointDelta.of(checkpoint) : Optional.empty();
      return delta.isPresent() && parent != null
          ? writer.delta(id, parent, delta.get(), folder)
          : writer.whole(checkpoint, null);
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoint " + id, failure);
    }
  }

  @Override
  public void rewrite(Checkpoint checkpoint, String digest) {
    VersionId id = checkpoint.manifest().id();
    Lock writing = lock(id.model()).writeLock();
    writing.lock();
    try {
      takeOver.finishAll(id.model());
      CheckpointFolder found = CheckpointFolder.read(layout, id.model());
      for (VersionId dependent : found.dependents(id)) {
        makeWhole(dependent, found.delta(dependent).orElseThrow());
      }
      var _ = writer.whole(checkpoint, digest);
      if (found.delta(id).isPresent()) {
        Shredder.destroy(found.delta(id).get());
      }
    } catch (IOException failure) {
      leftovers.changeFailed(id.model());
      throw StorageFailures.of("the checkpoint " + id, failure);
    } catch (DamagedFileException damaged) {
      throw damaged(id, damaged);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public StoredCheckpoint read(VersionId id) {
    leftovers.requireNone(id.model(), lock(id.model()).writeLock());
    Lock reading = lock(id.model()).readLock();
    reading.lock();
    try {
      return reader.read(id);
    } catch (DamagedFileException damaged) {
      throw damaged(id, damaged);
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoint " + id, failure);
    } finally {
      reading.unlock();
    }
  }

  private static LetheException damaged(VersionId id, DamagedFileException damaged) {
    return new LetheException(
        ErrorKind.CHECKPOINT_DAMAGED,
        "the checkpoint %s is damaged: %s".formatted(id, damaged.getMessage()),
        Map.of("version", String.valueOf(id.number()), "file", damaged.file()), damaged);
  }

  private ReadWriteLock lock(ModelName model) {
    return locks.computeIfAbsent(model, absent -> new ReentrantReadWriteLock());
  }

  @Override
  public List<VersionId> list(ModelName model) {
    leftovers.deleteOfFailedChanges(model, lock(model).writeLock());
    try {
      return CheckpointFolder.read(layout, model)
          .versions()
          .stream()
          .map(number -> new VersionId(model, number))
          .toList();
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoints of " + model, failure);
    }
  }

  @Override
  public void destroy(VersionId id) {
    Lock destroying = lock(id.model()).writeLock();
    destroying.lock();
    try {
      if (!DurableFiles.isFolder(layout.versions(id.model()))) {
        return;
      }
      takeOver.finishAll(id.model());
      CheckpointFolder found = CheckpointFolder.read(layout, id.model());
      if (!isTakenOver(id, found)) {
        destroy(id, found);
      }
    } catch (IOException failure) {
      leftovers.changeFailed(id.model());
      throw StorageFailures.of("the checkpoint " + id, failure);
    } catch (DamagedFileException damaged) {
      leftovers.changeFailed(id.model());
      throw damaged(id, damaged);
    } finally {
      destroying.unlock();
    }
  }

  /**
   * Frees other versions from one that is to go; their digests stay what was committed. The newest takes
   * its folder over where that can be done; the others, of which there are mostly none, are made whole.
   *
   * @return whether its folder was taken over: then it is gone
   */
  private boolean isTakenOver(VersionId id, CheckpointFolder found)
      throws IOException, DamagedFileException {
    List<VersionId> dependents = found.dependents(id);
    boolean free = found.isWhole(id) && found.delta(id).isEmpty();
    for (VersionId dependent : dependents) {
      Path delta = found.delta(dependent).orElseThrow();
      if (free && dependent.equals(dependents.getLast()) && takeOver.run(dependent, id, delta)) {
        return true;
      }
      makeWhole(dependent, delta);
    }
    return false;
  }

  private void destroy(VersionId id, CheckpointFolder found) throws IOException {
    // Renamed first, so that no instant shows a checkpoint with some of its bytes; a delta beside
    // a whole checkpoint before that: left alone, it would bring the version back.
    if (found.delta(id).isPresent()) {
      CheckpointReplacement.doom(found.delta(id).get(), layout.doomedDelta(id));
    }
    if (DurableFiles.isThere(layout.version(id))) {
      CheckpointReplacement.doom(layout.version(id), layout.doomedVersion(id));
      failpoints.hit(Failpoint.DESTROY_AFTER_RENAME);
    }
    // Also where there is nothing to destroy: an earlier try may have failed at its sync.
    Shredder.destroyIn(
        layout.versions(id.model()), List.of(layout.doomedDelta(id), layout.doomedVersion(id)));
  }

  /** Frees a version from its parent; its digest stays what was committed. */
  private void makeWhole(VersionId id, Path delta) throws IOException {
    StoredCheckpoint stored = read(id);
    var _ = writer.whole(stored.checkpoint(), stored.digest());
    Shredder.destroy(delta);
  }

  /** Holds every file of a whole checkpoint's folder, somewhere, against its manifest. */
  public static void verify(Path folder) throws IOException, DamagedFileException {
    CheckpointFiles.verify(folder, CheckpointFolder.patchOf(folder));
  }
}
