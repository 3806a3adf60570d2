package io.lethe.store;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints as folders: {@code models/{model}/versions/{number}/} with the files of {@link
 * CheckpointFiles}. A folder gets its name when all that is in it is synced.
 */
public final class FileCheckpointStore implements CheckpointStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileCheckpointStore.class);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,18}");

  private final StoreLayout layout;
  private final Executor disk;

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
    this.layout = folder.layout();
    this.disk = disk;
    try {
      for (Path model : DurableFiles.children(layout.models())) {
        deleteLeftovers(layout.versions(new ModelName(model.getFileName().toString())));
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the folder of models", failure);
    }
  }

  private static void deleteLeftovers(Path versions) throws IOException {
    boolean deleted = false;
    for (Path child : DurableFiles.children(versions)) {
      String name = child.getFileName().toString();
      if (name.startsWith(StoreLayout.TEMPORARY_PREFIX)) {
        DurableFiles.delete(child);
        LOG.info("deleted {}, left over among the checkpoints", name);
        deleted = true;
      }
    }
    if (deleted) {
      DurableFiles.syncFolder(versions);
    }
  }

  @Override
  public String write(Checkpoint checkpoint) {
    VersionId id = checkpoint.manifest().id();
    Path temporary = layout.temporaryVersion(id);
    try {
      DurableFiles.createFolders(layout.versions(id.model()));
      DurableFiles.delete(temporary);
      DurableFiles.createFolder(temporary);
      String digest = CheckpointFiles.write(temporary, checkpoint, sharedIds(checkpoint), disk);
      if (Files.exists(layout.version(id), LinkOption.NOFOLLOW_LINKS)) {
        destroy(id);
      }
      publish(id);
      return digest;
    } catch (IOException failure) {
      throw undone(id, StorageFailures.of("the checkpoint " + id, failure), temporary);
    } catch (RuntimeException failure) {
      throw undone(id, failure, temporary);
    }
  }

  private void publish(VersionId id) throws IOException {
    DurableFiles.rename(layout.temporaryVersion(id), layout.version(id));
    try {
      DurableFiles.syncFolder(layout.versions(id.model()));
    } catch (IOException failure) {
      // What could not be synced must not be seen either.
      throw undone(id, StorageFailures.of("the checkpoint " + id, failure), layout.version(id));
    }
  }

  private static RuntimeException undone(VersionId id, RuntimeException failure, Path written) {
    try {
      DurableFiles.delete(written);
    } catch (IOException leftover) {
      LOG.warn("what was written of the checkpoint {} cannot be deleted now", id);
      failure.addSuppressed(leftover);
    }
    return failure;
  }

  /** The folder whose ids may be shared, and what they must be; empty if there is none. */
  private Map<Path, FileDigest> sharedIds(Checkpoint checkpoint) throws IOException {
    VersionId same = checkpoint.sameIdsAs();
    if (same == null || !Files.isDirectory(layout.version(same), LinkOption.NOFOLLOW_LINKS)) {
      return Map.of();
    }
    Path folder = layout.version(same);
    try (FileInput in = new FileInput(folder.resolve(CheckpointManifest.NAME))) {
      FileDigest digest = CheckpointManifest.read(in).files().get(CheckpointFiles.IDS);
      return digest == null ? Map.of() : Map.of(folder.resolve(CheckpointFiles.IDS), digest);
    } catch (DamagedFileException damaged) {
      LOG.warn("{}: {}; its ids are not shared", same, damaged.getMessage());
      return Map.of();
    }
  }

  @Override
  public StoredCheckpoint read(VersionId id) {
    Path folder = layout.version(id);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new LetheException(
          ErrorKind.VERSION_NOT_FOUND, id + " has no checkpoint",
          Map.of("model", id.model().value(), "version", String.valueOf(id.number())));
    }
    try {
      return CheckpointFiles.read(folder, id);
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.CHECKPOINT_DAMAGED,
          "the checkpoint %s is damaged: %s".formatted(id, damaged.getMessage()),
          Map.of("version", String.valueOf(id.number()), "file", damaged.file()), damaged);
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoint " + id, failure);
    }
  }

  @Override
  public List<VersionId> list(ModelName model) {
    try {
      List<VersionId> versions = new ArrayList<>();
      for (Path child : DurableFiles.children(layout.versions(model))) {
        String name = child.getFileName().toString();
        if (NUMBER.matcher(name).matches()) {
          versions.add(new VersionId(model, Long.parseLong(name)));
        } else {
          LOG.info("{} in the checkpoints of {} is left over and does not count", name, model);
        }
      }
      versions.sort(Comparator.comparingLong(VersionId::number));
      return Collections.unmodifiableList(versions);
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoints of " + model, failure);
    }
  }

  @Override
  public void destroy(VersionId id) {
    Path folder = layout.version(id);
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        // Renamed first, so that no instant shows a checkpoint with some of its files.
        Path doomed = layout.doomedVersion(id);
        DurableFiles.delete(doomed);
        DurableFiles.rename(folder, doomed);
      }
      DurableFiles.delete(layout.doomedVersion(id));
      if (Files.isDirectory(layout.versions(id.model()))) {
        DurableFiles.syncFolder(layout.versions(id.model()));
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoint " + id, failure);
    }
  }
}
