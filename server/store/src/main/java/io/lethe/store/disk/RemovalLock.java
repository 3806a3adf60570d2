package io.lethe.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of an agreement between processes: it removes nothing while another one copies
 * the data folder, see {@link RemovalHold}. Both lock the same byte of the folder's lock file,
 * behind what the server's own lock covers; the system gives it free when a process ends.
 * Thread-safe: removals share the byte.
 */
public final class RemovalLock {

  /** Where the byte lies, and so how many bytes the server's own lock covers. */
  public static final long AT = 1L << 62;

  /** Null where no other process copies. */
  private final @Nullable FileChannel file;
  private int removals;
  private @Nullable FileLock held;

  private RemovalLock(@Nullable FileChannel file) {
    this.file = file;
  }

  /**
   * The lock of a data folder that this process has.
   *
   * @param file the folder's lock file; closing another channel to it gives all locks of the
   *     process free
   */
  public static RemovalLock on(FileChannel file) {
    return new RemovalLock(file);
  }

  /** For a folder that is never copied while it is in use. */
  public static RemovalLock none() {
    return new RemovalLock(null);
  }

  /**
   * Runs a removal, unless the folder is being copied.
   *
   * @return whether it ran
   */
  public boolean unlessHeld(Runnable removal) throws IOException {
    if (file == null) {
      removal.run();
      return true;
    }
    if (!begin(file)) {
      return false;
    }
    try {
      removal.run();
      return true;
    } finally {
      end();
    }
  }

  private synchronized boolean begin(FileChannel lockFile) throws IOException {
    if (removals == 0) {
      held = taken(lockFile);
    }
    if (held == null) {
      return false;
    }
    removals++;
    return true;
  }

  private static @Nullable FileLock taken(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock(AT, 1, false);
    } catch (OverlappingFileLockException copiedByThisProcess) {
      return null;
    }
  }

  private synchronized void end() throws IOException {
    removals--;
    FileLock last = held;
    if (removals == 0 && last != null) {
      held = null;
      last.release();
    }
  }
}
