package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whole checkpoints as earlier servers wrote them: no hashes of pages, ids without places. */
final class EarlierCheckpoints {

  private static final int IDS_ALONE = 1;
  private static final int IDS_WITH_FEATURES = 2;

  private EarlierCheckpoints() {}

  /** Writes a folder of today's format again in the earlier one, under the digest that it had. */
  static void rewrite(Path folder, VersionId id) throws IOException, DamagedFileException {
    StoredCheckpoint stored = CheckpointFiles.read(folder, id, FilePatch.NONE);
    CheckpointManifest now = CheckpointFiles.manifest(folder, FilePatch.NONE).manifest();
    DurableFiles.delete(folder.resolve(CheckpointPages.NAME));
    writeIds(folder.resolve(CheckpointFiles.IDS), stored.checkpoint().ids());
    SortedMap<String, FileDigest> files = new TreeMap<>();
    for (String name : now.files().keySet()) {
      files.put(name, FileCopies.digest(folder.resolve(name)));
    }
    CheckpointManifest earlier = new CheckpointManifest(
        false, now.facts(), now.artifactPlugin(), now.artifactFormat(), now.properties(), files,
        stored.digest());
    Path manifest = folder.resolve(CheckpointManifest.NAME);
    DurableFiles.delete(manifest);
    try (FileOutput out = new FileOutput(manifest)) {
      out.write(earlier.toBytes());
      out.sync();
    }
    DurableFiles.syncFolder(folder);
  }

  private static void writeIds(Path file, EntityIds ids) throws IOException {
    DurableFiles.delete(file);
    boolean features = ids.features().count() > 0;
    try (FileOutput out = new FileOutput(file)) {
      out.write("LETHEIDS".getBytes(StandardCharsets.US_ASCII));
      out.writeInt(features ? IDS_WITH_FEATURES : IDS_ALONE);
      out.writeInt(ids.users().size());
      out.writeInt(ids.items().size());
      IdList.write(out, ids.users());
      IdList.write(out, ids.items());
      if (features) {
        ItemFeaturesPart.write(out, ids.features());
      }
      out.sync();
    }
  }
}
