package io.lethe.store.disk;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Room on the disk that nothing new may take, so that erasures that were accepted can be finished:
 * their checkpoints, the rewritten files of the log, the ledger. Thread-safe; a look costs one
 * system call.
 */
public final class SpaceReserve {

  private static final int BYTES_PER_MB = 1 << 20;

  private final @Nullable FileStore disk;
  private final long bytes;

  private SpaceReserve() {
    this.disk = null;
    this.bytes = 0;
  }

  /** Nothing is kept back: for data that is being put back, which must not be turned away. */
  public static SpaceReserve none() {
    return new SpaceReserve();
  }

  /**
   * A reserve on the disk that a folder is on.
   *
   * @param bytes 0 for none
   */
  public SpaceReserve(Path folder, long bytes) throws IOException {
    this.disk = Files.getFileStore(folder);
    this.bytes = bytes;
  }

  /**
   * Asked before something new is taken on.
   *
   * @param what is to be kept, for the message
   * @throws LetheException of kind {@code STORAGE_FULL} if less than the reserve is free
   */
  public void require(String what) {
    if (bytes == 0 || disk == null) {
      return;
    }
    try {
      long free = disk.getUsableSpace();
      if (free < bytes) {
        throw new LetheException(
            ErrorKind.STORAGE_FULL,
            "no space is left for %s: %d MB are free, and %d MB are kept for erasures accepted before"
                .formatted(what, free / BYTES_PER_MB, bytes / BYTES_PER_MB));
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the disk's free space", failure);
    }
  }
}
