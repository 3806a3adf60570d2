package io.lethe.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the folders of a data folder, and syncs the name of each once, also where it was there
 * already: the process that made it may have died before its sync. Thread-safe.
 */
public final class SyncedFolders {

  private final Path root;
  private final Set<Path> synced = ConcurrentHashMap.newKeySet();

  /** Folders inside a data folder, that one included. */
  public SyncedFolders(Path root) {
    this.root = root;
  }

  /** Makes a folder and the missing ones above it, each readable by its owner only, synced. */
  public void create(Path folder) throws IOException {
    if (synced.contains(folder) && DurableFiles.isFolder(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (folder.equals(root) || parent == null) {
      createRoot(folder, parent);
    } else {
      create(parent);
      DurableFiles.createFolder(folder);
      DurableFiles.syncFolder(parent);
    }
    synced.add(folder);
  }

  /** What lies above need not be readable. */
  private static void createRoot(Path root, @Nullable Path parent) throws IOException {
    DurableFiles.createFolders(root);
    if (parent != null && Files.isReadable(parent)) {
      DurableFiles.syncFolder(parent);
    }
  }
}
