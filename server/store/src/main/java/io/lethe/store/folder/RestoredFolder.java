package io.lethe.store.folder;

import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.Shredder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Puts a restored data folder in the place of the one there was. It is complete and synced under a
 * name of its own before the first part moves, so that the next start or command ends what a crash
 * has cut short.
 */
public final class RestoredFolder {

  private final StoreLayout layout;

  /** The restored data in a data folder, whether there is any or not. */
  public RestoredFolder(StoreLayout layout) {
    this.layout = layout;
  }

  /** Gives the folder that was made its name: from here on the restored data counts. */
  public void commit() throws IOException {
    DurableFiles.rename(layout.temporaryRestored(), layout.restored());
    DurableFiles.syncFolder(layout.root());
  }

  /** Moves all parts, and destroys what was there before; nothing to do is no error. */
  public void finish() throws IOException {
    Shredder.destroy(layout.temporaryRestored());
    if (!Files.isDirectory(layout.restored(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path part : DurableFiles.children(layout.restored())) {
      Path place = layout.root().resolve(part.getFileName().toString());
      if (place.equals(layout.ledger())) {
        // A log left beside another database would be taken for its own.
        Shredder.destroy(place.resolveSibling(place.getFileName() + "-wal"));
        Shredder.destroy(place.resolveSibling(place.getFileName() + "-shm"));
        DurableFiles.syncFolder(layout.root());
      }
      Shredder.destroy(place);
      DurableFiles.rename(part, place);
      DurableFiles.syncFolder(layout.root());
    }
    DurableFiles.delete(layout.restored());
    DurableFiles.syncFolder(layout.root());
  }
}
