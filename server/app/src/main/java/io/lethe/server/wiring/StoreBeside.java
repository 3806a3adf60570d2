package io.lethe.server.wiring;

import io.lethe.server.config.ServerConfig;
import io.lethe.store.backup.Backup;
import io.lethe.store.backup.SuppressionFile;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A data folder that a server of this machine has, for a process that may read the folder's files.
 *
 * @param config names the folder
 */
public record StoreBeside(ServerConfig config) {

  /** Copies everything to another folder, see {@link Backup#beside}. */
  public Backup backup(Path target, Instant now) {
    return Backup.beside(config.dataFolder(), target, now, ServerBuild.version());
  }

  /** Everything that was ever erased, as keyed digests. */
  public SuppressionFile suppressions() {
    return SuppressionFile.beside(config.dataFolder());
  }
}
