package io.lethe.store.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** File operations with a stated durability. */
public final class DurableFiles {

  private DurableFiles() {}

  /** Creates a folder and the missing ones above it, each readable by its owner only, synced. */
  public static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      createFolders(parent);
    }
    createFolder(folder);
    if (parent != null) {
      syncFolder(parent);
    }
  }

  /** Creates one folder, not synced; it may be there already. */
  public static void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(folder)) {
        throw there;
      }
    }
  }

  /** Attributes for a new file or folder of one's own; none where the file system has no such. */
  public static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[]{
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
        : new FileAttribute<?>[0];
  }

  /** Whether there is a folder of that name; a link to one is none. */
  public static boolean isFolder(Path path) throws IOException {
    return attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  /** Whether there is a file of that name; a link to one is none. */
  public static boolean isFile(Path path) throws IOException {
    return attributes(path).filter(BasicFileAttributes::isRegularFile).isPresent();
  }

  /** Whether there is anything of that name. */
  public static boolean isThere(Path path) throws IOException {
    return attributes(path).isPresent();
  }

  /** A disk that does not answer says neither yes nor no, as {@link Files#exists} would. */
  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional
          .of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** Makes names made, changed and taken away in a folder survive a crash of the machine. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Gives a file or folder its final name, at once; not synced. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a file, or a folder with what is in it; nothing there is no error. Not synced. */
  public static void delete(Path path) throws IOException {
    if (isFolder(path)) {
      for (Path child : children(path)) {
        delete(child);
      }
    }
    Files.deleteIfExists(path);
  }

  /** What is in a folder, by name; nothing if the folder is not there. */
  public static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return new ArrayList<>(children.sorted().toList());
    } catch (NoSuchFileException none) {
      return new ArrayList<>();
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }
}
