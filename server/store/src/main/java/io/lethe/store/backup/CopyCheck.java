package io.lethe.store.backup;

import io.lethe.store.checkpoint.CheckpointManifest;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.interaction.FileInteractionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Holds copied files of models against the digests that they carry themselves.
 *
 * @param root the folder that paths are of
 * @param files what was copied and hashed, by path with slashes
 */
record CopyCheck(Path root, Map<String, FileDigest> files) {

  private static final int PART_BYTES = 1 << 16;

  /** The first file that is not as it was written, in words; empty if all are. */
  Optional<String> damage() throws IOException {
    for (String path : files.keySet()) {
      try {
        check(path);
      } catch (DamagedFileException damaged) {
        return Optional.of("%s: %s".formatted(path, damaged.getMessage()));
      }
    }
    return Optional.empty();
  }

  private void check(String path) throws IOException, DamagedFileException {
    if (path.endsWith("/" + CheckpointManifest.NAME)) {
      checkCheckpoint(path.substring(0, path.length() - CheckpointManifest.NAME.length()));
    } else if (path.endsWith(".delta")) {
      checkSealed(path);
    } else if (isOfLog(path)) {
      FileInteractionLog.verify(root.resolve(path));
    }
  }

  private boolean isOfLog(String path) {
    return path.contains("/interactions/") && FileInteractionLog.isSegment(root.resolve(path));
  }

  private void checkCheckpoint(String folder) throws IOException, DamagedFileException {
    try {
      FileCheckpointStore.verify(root.resolve(folder));
    } catch (DamagedFileException damaged) {
      throw new DamagedFileException(folder + damaged.file(), damaged.reason(), damaged);
    }
  }

  /** Of a file whose last bytes are the SHA-256 of all before. */
  private void checkSealed(String path) throws IOException, DamagedFileException {
    try (FileInput in = new FileInput(root.resolve(path))) {
      while (in.remaining() > FileDigest.SHA256_BYTES) {
        byte[] _ = in
            .readBytes((int) Math.min(PART_BYTES, in.remaining() - FileDigest.SHA256_BYTES));
      }
      byte[] digest = in.sha256();
      if (!Arrays.equals(digest, in.readBytes((int) in.remaining()))) {
        throw new DamagedFileException(path, "its SHA-256 is not the one at its end");
      }
    }
  }
}
