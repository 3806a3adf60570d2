package io.lethe.store.checkpoint;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * Reads checkpoints. The caller holds the lock that keeps them from being destroyed meanwhile.
 *
 * @param layout where they lie
 */
record CheckpointReader(StoreLayout layout) {

  /**
   * The nearest whole checkpoint, and upon it one delta after the other.
   *
   * @throws LetheException of kind {@code VERSION_NOT_FOUND} if there is none
   */
  StoredCheckpoint read(VersionId id) throws IOException, DamagedFileException {
    Deque<Path> deltas = new ArrayDeque<>();
    CheckpointFolder folder = CheckpointFolder.read(layout, id.model());
    VersionId at = id;
    while (!folder.isWhole(at)) {
      Optional<VersionId> parent = folder.needs(at);
      if (parent.isEmpty() && at.equals(id)) {
        throw missing(id);
      }
      if (parent.isEmpty()) {
        throw new DamagedFileException(String.valueOf(at.number()), "it is missing");
      }
      deltas.push(folder.delta(at).orElseThrow());
      at = parent.get();
    }
    if (!DurableFiles.isFolder(folder.whole(at))) {
      throw missing(at);
    }
    Optional<Path> patch = folder.patch(at);
    StoredCheckpoint stored = CheckpointFiles.read(
        folder.whole(at), at, patch.isPresent() ? FilePatch.read(patch.get()) : FilePatch.NONE);
    while (!deltas.isEmpty()) {
      try (FileInput in = new FileInput(deltas.pop())) {
        CheckpointDelta.Read read = CheckpointDelta.read(in);
        stored = new StoredCheckpoint(read.delta().applyTo(stored), read.digest());
      }
    }
    VersionId found = stored.checkpoint().manifest().id();
    if (!found.equals(id)) {
      throw new DamagedFileException(CheckpointManifest.NAME, "it is the manifest of " + found);
    }
    return stored;
  }

  private static LetheException missing(VersionId id) {
    return new LetheException(
        ErrorKind.VERSION_NOT_FOUND, id + " has no checkpoint",
        Map.of("model", id.model().value(), "version", String.valueOf(id.number())));
  }
}
