package io.lethe.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Deletes files so that what they held is not left in the file system's free space: overwritten
 * with zeros, synced, then deleted. A file that has another name too is shared, and only loses this
 * name.
 *
 * <p>What lies below may still keep an old copy: a file system that copies on write, a snapshot, an
 * SSD that writes elsewhere. Against those only encryption helps.
 */
public final class Shredder {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final String VIEW = "unix";

  private Shredder() {}

  /** Whether a file system tells how many names a file has; where not, files may have one only. */
  public static boolean knowsNames(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains(VIEW);
  }

  /**
   * Overwrites and deletes a file, or a folder with what is in it; nothing there is no error. The
   * content is synced, the folder above is not. A thread that was interrupted does it all the same:
   * what it began to write must not lie about.
   */
  public static void destroy(Path path) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      destroyAll(path);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Destroys what lies in a folder and does not count. The folder is synced before, as on the disk
   * such a file might still have the name of one that counts, and afterwards.
   */
  public static void destroyIn(Path folder, List<Path> paths) throws IOException {
    if (paths.isEmpty()) {
      return;
    }
    DurableFiles.syncFolder(folder);
    boolean any = false;
    for (Path path : paths) {
      any |= DurableFiles.isThere(path);
      destroy(path);
    }
    if (any) {
      DurableFiles.syncFolder(folder);
    }
  }

  private static void destroyAll(Path path) throws IOException {
    if (DurableFiles.isFolder(path)) {
      for (Path child : DurableFiles.children(path)) {
        destroyAll(child);
      }
    } else if (DurableFiles.isFile(path) && names(path) == 1) {
      overwrite(path);
    }
    Files.deleteIfExists(path);
  }

  /** Whether a file has another name too. */
  public static boolean isShared(Path file) throws IOException {
    return names(file) > 1;
  }

  private static int names(Path file) throws IOException {
    if (!knowsNames(file)) {
      return 1;
    }
    Object names = Files.getAttribute(file, VIEW + ":nlink", LinkOption.NOFOLLOW_LINKS);
    return ((Number) names).intValue();
  }

  private static void overwrite(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(BUFFER_BYTES);
      long length = channel.size();
      for (long at = 0; at < length; at += zeros.position()) {
        zeros.clear().limit((int) Math.min(BUFFER_BYTES, length - at));
        while (zeros.hasRemaining()) {
          channel.write(zeros, at + zeros.position());
        }
      }
      channel.force(true);
    }
  }

  /**
   * Gives a file a second name, under which it can be destroyed after its first one was given to
   * another.
   *
   * @return false where there is no file, or where files have one name only
   */
  public static boolean keep(Path file, Path secondName) throws IOException {
    if (!knowsNames(file)) {
      return false;
    }
    destroy(secondName);
    try {
      Files.createLink(secondName, file);
      return true;
    } catch (NoSuchFileException | UnsupportedOperationException nothingToKeep) {
      return false;
    }
  }
}
