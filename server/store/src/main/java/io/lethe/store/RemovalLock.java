package io.lethe.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of an agreement between processes: it removes nothing while another one copies the
 * data folder, see {@link RemovalHold}. Both lock the same byte of the folder's lock file, behind what
 * the server's own lock covers; the system gives it free when a process ends. Thread-safe: removals
 * share the byte.
 */
final class RemovalLock {

  /** Where the byte lies, and so how many bytes the server's own lock covers. */
  static final long AT = 1L << 62;

  private final FileChannel file;
  private int removals;
  private @Nullable FileLock held;

  /**
   * A lock.
   *
   * @param file the folder's lock file; whoever opens another channel to it and closes that gives all
   *     locks of the process free
   */
  RemovalLock(FileChannel file) {
    this.file = file;
  }

  /** Begins a removal; false if the folder is being copied. */
  synchronized boolean begin() throws IOException {
    if (removals == 0) {
      held = taken();
    }
    if (held == null) {
      return false;
    }
    removals++;
    return true;
  }

  private @Nullable FileLock taken() throws IOException {
    try {
      return file.tryLock(AT, 1, false);
    } catch (OverlappingFileLockException copiedByThisProcess) {
      return null;
    }
  }

  /** Ends a removal that was begun. */
  synchronized void end() throws IOException {
    removals--;
    FileLock last = held;
    if (removals == 0 && last != null) {
      held = null;
      last.release();
    }
  }
}
