package io.lethe.store.checkpoint;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts other content in a whole checkpoint's place. A folder cannot be replaced in one step, so the
 * new one first gets a name that says what is to come; the next start that finds this name after a
 * crash goes on from there. Every step is synced before the next.
 */
final class CheckpointReplacement {

  /** Other names are not ours. */
  private static final Pattern REPLACEMENT = Pattern
      .compile("([1-9][0-9]{0,17})" + StoreLayout.REPLACEMENT_SUFFIX);

  private final StoreLayout layout;

  CheckpointReplacement(StoreLayout layout) {
    this.layout = layout;
  }

  /**
   * Begins with a complete and synced temporary folder; ends when the old content is overwritten.
   */
  void replace(VersionId id, Path temporary) throws IOException {
    Shredder.destroy(layout.replacement(id));
    DurableFiles.rename(temporary, layout.replacement(id));
    DurableFiles.syncFolder(layout.versions(id.model()));
    finish(id);
  }

  /** Goes on with every replacement of a model that a crash has cut short. */
  void finishAll(ModelName model) throws IOException {
    for (Path child : DurableFiles.children(layout.versions(model))) {
      Matcher name = REPLACEMENT.matcher(child.getFileName().toString());
      if (name.matches()) {
        finish(new VersionId(model, Long.parseLong(name.group(1))));
      }
    }
  }

  private void finish(VersionId id) throws IOException {
    Path versions = layout.versions(id.model());
    Path doomed = layout.doomedVersion(id);
    if (DurableFiles.isThere(layout.version(id))) {
      doom(layout.version(id), doomed);
      DurableFiles.syncFolder(versions);
    }
    DurableFiles.rename(layout.replacement(id), layout.version(id));
    DurableFiles.syncFolder(versions);
    Shredder.destroyIn(versions, List.of(doomed));
  }

  /** Gives a checkpoint the temporary name under which it is overwritten. */
  static void doom(Path path, Path doomed) throws IOException {
    Shredder.destroy(doomed);
    DurableFiles.rename(path, doomed);
  }
}
