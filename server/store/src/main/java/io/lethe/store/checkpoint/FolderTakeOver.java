package io.lethe.store.checkpoint;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Has a version that was written as its difference to a parent take the parent's folder over: what
 * differs is overwritten where it stands, and the folder gets the child's number. So a parent that is
 * to be destroyed goes at the cost of the difference. What is to be overwritten is a synced file first;
 * from its name on the parent is gone, and the child is read through it. Every step is synced before
 * the next, and the steps from there on end alike however often they are begun.
 */
final class FolderTakeOver {

  private final StoreLayout layout;
  private final Failpoints failpoints;

  FolderTakeOver(StoreLayout layout, Failpoints failpoints) {
    this.layout = layout;
    this.failpoints = failpoints;
  }

  /**
   * Begins and ends one.
   *
   * @param deltaFile the child as its difference to the parent
   * @return false if the folder cannot be changed in place, see {@link FolderChanges}; nothing was
   *     done
   */
  boolean run(VersionId child, VersionId parent, Path deltaFile)
      throws IOException, DamagedFileException {
    Optional<FilePatch> patch = FolderChanges
        .of(layout.version(parent), deltaFile, read(deltaFile));
    if (patch.isEmpty()) {
      return false;
    }
    Path temporary = layout.temporaryTakeOver(child);
    Shredder.destroy(temporary);
    try {
      patch.get().write(temporary);
      DurableFiles.rename(temporary, layout.takeOver(child, parent));
    } catch (IOException failure) {
      Shredder.destroy(temporary);
      throw failure;
    }
    finish(child, parent);
    return true;
  }

  private static CheckpointDelta.Read read(Path deltaFile)
      throws IOException, DamagedFileException {
    try (FileInput in = new FileInput(deltaFile)) {
      return CheckpointDelta.read(in);
    }
  }

  /** Ends every one of a model that was begun, by an earlier process perhaps. */
  void finishAll(ModelName model) throws IOException, DamagedFileException {
    for (CheckpointFolder.TakeOver begun : CheckpointFolder.read(layout, model).takeOvers()) {
      finish(begun.child(), begun.parent());
    }
  }

  private void finish(VersionId child, VersionId parent) throws IOException, DamagedFileException {
    Path versions = layout.versions(child.model());
    Path patch = layout.takeOver(child, parent);
    // Nothing is overwritten before the patch is sure to be there.
    DurableFiles.syncFolder(versions);
    failpoints.hit(Failpoint.DESTROY_AFTER_RENAME);
    if (!DurableFiles.isThere(layout.version(child))) {
      FilePatch.read(patch)
          .apply(layout.version(parent), () -> failpoints.hit(Failpoint.DESTROY_AFTER_RENAME));
      DurableFiles.rename(layout.version(parent), layout.version(child));
    }
    Shredder.destroyIn(versions, List.of(layout.delta(child, parent), patch));
  }
}
