package io.lethe.store.folder;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies files below one folder to below another, hashed and synced.
 *
 * @param from where paths begin
 * @param to a folder that is there
 */
public record FileCopies(Path from, Path to) {

  private static final int PART_BYTES = 1 << 16;

  /**
   * Copies a file, or a folder with what is in it; what is temporary stays behind.
   *
   * @param digests gets what was copied, by path with slashes
   */
  public void copy(Path path, Map<String, FileDigest> digests) throws IOException {
    String name = path.getFileName().toString();
    if (name.startsWith(StoreLayout.TEMPORARY_PREFIX)) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Path folder = to.resolve(from.relativize(path).toString());
      DurableFiles.createFolder(folder);
      for (Path child : DurableFiles.children(path)) {
        copy(child, digests);
      }
      DurableFiles.syncFolder(folder);
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Path relative = from.relativize(path);
      digests.put(slashes(relative), copyFile(path, to.resolve(relative.toString())));
    }
  }

  /** Length and SHA-256 of every file below a folder that {@link #copy} would take along. */
  public static SortedMap<String, FileDigest> digests(Path folder) throws IOException {
    SortedMap<String, FileDigest> digests = new TreeMap<>();
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path file : below.filter(path -> counts(folder, path)).toList()) {
        digests.put(slashes(folder.relativize(file)), digest(file));
      }
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
    return digests;
  }

  private static boolean counts(Path folder, Path path) {
    for (Path part : folder.relativize(path)) {
      if (part.toString().startsWith(StoreLayout.TEMPORARY_PREFIX)) {
        return false;
      }
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String slashes(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  /** Copies one file to a name that is free. */
  public static FileDigest copyFile(Path source, Path target) throws IOException {
    try (FileInput in = new FileInput(source); FileOutput out = new FileOutput(target)) {
      while (in.remaining() > 0) {
        out.write(in.readBytes((int) Math.min(PART_BYTES, in.remaining())));
      }
      out.sync();
      return out.digest();
    } catch (DamagedFileException shrunk) {
      throw new IOException(shrunk.getMessage(), shrunk);
    }
  }

  /** Syncs a file that other code has written, such as the database. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Length and SHA-256 of a file. */
  public static FileDigest digest(Path file) throws IOException {
    try (FileInput in = new FileInput(file)) {
      while (in.remaining() > 0) {
        byte[] _ = in.readBytes((int) Math.min(PART_BYTES, in.remaining()));
      }
      return new FileDigest(in.length(), FileDigest.hex(in.sha256()));
    } catch (DamagedFileException shrunk) {
      throw new IOException(shrunk.getMessage(), shrunk);
    }
  }
}
