package io.lethe.store.disk;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * While this is open, the server that has the data folder removes no checkpoint and no interaction,
 * and so completes no erasure; everything else goes on. Taken by a process other than the server's.
 */
public final class RemovalHold implements AutoCloseable {

  private final Path lock;
  private final FileChannel file;
  private final FileTime since;

  private RemovalHold(Path lock, FileChannel file, FileTime since) {
    this.lock = lock;
    this.file = file;
    this.since = since;
  }

  /**
   * Waits until the removal under way has ended, or the copy that another process makes.
   *
   * @param lock the folder's lock file
   */
  public static RemovalHold take(Path lock) throws IOException {
    FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      var _ = file.lock(RemovalLock.AT, 1, false);
      return new RemovalHold(lock, file, started(lock));
    } catch (OverlappingFileLockException byThisProcess) {
      file.close();
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "this process removes data or copies it", byThisProcess);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** A server writes into the lock when it takes the folder. */
  private static FileTime started(Path lock) throws IOException {
    return Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Refuses what was copied if another server took the folder meanwhile: a start removes what a
   * crash has left, without asking for the lock.
   *
   * @throws LetheException of kind {@code CONCURRENT_CHANGE}
   */
  public void requireSameServer() throws IOException {
    if (!started(lock).equals(since)) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "the server of %s was started anew while its data was copied; make the backup again"
              .formatted(lock.getParent()));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
