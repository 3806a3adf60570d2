package io.lethe.store.checkpoint;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What crashes and failed changes have left of unfinished and half destroyed checkpoints. It may hold
 * ids that are erased elsewhere. What a crash left is deleted before anything of its model is read; a
 * model whose folder the disk refuses stops no other: it is tried again when the model is read. What a
 * failed change could not take back is deleted when the model's checkpoints are listed. Thread-safe.
 */
final class CheckpointLeftovers {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointLeftovers.class);

  private final StoreLayout layout;
  private final CheckpointReplacement replacement;
  private final FolderTakeOver takeOver;
  private final Set<ModelName> refused = ConcurrentHashMap.newKeySet();
  private final Set<ModelName> changeFailed = ConcurrentHashMap.newKeySet();

  CheckpointLeftovers(
      StoreLayout layout, CheckpointReplacement replacement, FolderTakeOver takeOver) {
    this.layout = layout;
    this.replacement = replacement;
    this.takeOver = takeOver;
  }

  /** Deletes those of a model, now or before it is read. */
  void delete(ModelName model) {
    try {
      deleteNow(model);
    } catch (IOException failure) {
      refuse(model, StorageFailures.of("its checkpoints", failure));
    } catch (DamagedFileException damaged) {
      refuse(model, damaged);
    }
  }

  private void refuse(ModelName model, Exception why) {
    refused.add(model);
    LOG.warn("what a crash may have left of {} is not deleted yet: {}", model, why.getMessage());
  }

  /**
   * Deletes those of a model, if that failed before.
   *
   * @param exclusive keeps readings of the model out
   * @throws LetheException of kind {@code STORAGE_FAILED}, {@code STORAGE_FULL} or {@code
   *     CHECKPOINT_DAMAGED}, naming the model, if it fails again
   */
  void requireNone(ModelName model, Lock exclusive) {
    deleteIf(refused, model, exclusive);
  }

  /** A change of a model's checkpoints failed, and may not have taken back all that it wrote. */
  void changeFailed(ModelName model) {
    changeFailed.add(model);
  }

  /**
   * Deletes what failed changes of a model have left. Nothing of the model may be written meanwhile.
   *
   * @param exclusive as in {@link #requireNone}
   * @throws LetheException as {@link #requireNone}
   */
  void deleteOfFailedChanges(ModelName model, Lock exclusive) {
    deleteIf(changeFailed, model, exclusive);
  }

  private void deleteIf(Set<ModelName> marked, ModelName model, Lock exclusive) {
    if (!marked.contains(model)) {
      return;
    }
    exclusive.lock();
    try {
      deleteNow(model);
      marked.remove(model);
    } catch (IOException failure) {
      throw StorageFailures.of("the checkpoints of " + model, failure);
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.CHECKPOINT_DAMAGED,
          "the checkpoints of %s are damaged: %s".formatted(model, damaged.getMessage()),
          Map.of("model", model.value(), "file", damaged.file()), damaged);
    } finally {
      exclusive.unlock();
    }
  }

  private void deleteNow(ModelName model) throws IOException, DamagedFileException {
    takeOver.finishAll(model);
    replacement.finishAll(model);
    Path versions = layout.versions(model);
    List<Path> leftovers = new ArrayList<>();
    for (Path child : DurableFiles.children(versions)) {
      if (child.getFileName().toString().startsWith(StoreLayout.TEMPORARY_PREFIX)) {
        leftovers.add(child);
      }
    }
    CheckpointFolder.read(layout, model).superfluous().forEach(leftovers::add);
    Shredder.destroyIn(versions, leftovers);
    for (Path leftover : leftovers) {
      LOG.info("deleted {}, left over among the checkpoints", leftover.getFileName());
    }
  }
}
