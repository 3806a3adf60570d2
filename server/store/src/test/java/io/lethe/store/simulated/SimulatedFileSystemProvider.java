package io.lethe.store.simulated;

import io.lethe.store.simulated.DiskOperation.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** File operations on a simulated disk. */
final class SimulatedFileSystemProvider extends FileSystemProvider {

  static final String SCHEME = "simulated";

  private final SimulatedDisk disk;

  SimulatedFileSystemProvider(SimulatedDisk disk) {
    this.disk = disk;
  }

  private static String name(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    synchronized (disk) {
      SimulatedNode node = disk.find(path);
      boolean writes = options.contains(StandardOpenOption.WRITE)
          || options.contains(StandardOpenOption.APPEND);
      if (node != null && writes && options.contains(StandardOpenOption.CREATE_NEW)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      if (node == null) {
        node = create(path, writes, options);
      } else {
        disk.operation(Kind.OPEN, path);
      }
      if (writes && node instanceof SimulatedFolder) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)
          && node instanceof SimulatedFile file) {
        file.truncate(0);
      }
      return new SimulatedChannel(disk, node, path, options);
    }
  }

  private SimulatedNode create(Path path, boolean writes, Set<? extends OpenOption> options)
      throws IOException {
    if (!writes || !(options.contains(StandardOpenOption.CREATE)
        || options.contains(StandardOpenOption.CREATE_NEW))) {
      throw new NoSuchFileException(path.toString());
    }
    return added(path, Kind.CREATE, new SimulatedFile());
  }

  private SimulatedNode added(Path path, Kind kind, SimulatedNode node) throws IOException {
    SimulatedFolder folder = disk.folderOf(path);
    disk.operation(kind, path);
    if (disk.free() == 0) {
      throw new FileSystemException(path.toString(), null, SimulatedDisk.NO_SPACE);
    }
    folder.put(name(path), node);
    return node;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    synchronized (disk) {
      if (!(disk.get(path) instanceof SimulatedFolder folder)) {
        throw new NotDirectoryException(path.toString());
      }
      disk.operation(Kind.LIST, path);
      List<Path> children = new ArrayList<>();
      for (String name : folder.names()) {
        if (filter.accept(path.resolve(name))) {
          children.add(path.resolve(name));
        }
      }
      return new Children(children);
    }
  }

  /** A folder's children as they were when it was opened. */
  private record Children(List<Path> paths) implements DirectoryStream<Path> {

    @Override
    public java.util.Iterator<Path> iterator() {
      return paths.iterator();
    }

    @Override
    public void close() {}
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    synchronized (disk) {
      if (disk.find(path) != null) {
        throw new FileAlreadyExistsException(path.toString());
      }
      added(path, Kind.CREATE_FOLDER, new SimulatedFolder());
    }
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    synchronized (disk) {
      if (disk.find(link) != null) {
        throw new FileAlreadyExistsException(link.toString());
      }
      if (!(disk.get(existing) instanceof SimulatedFile file)) {
        throw new FileSystemException(link.toString(), null, "Operation not permitted");
      }
      added(link, Kind.LINK, file);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    synchronized (disk) {
      SimulatedNode node = disk.get(path);
      requireEmpty(path, node);
      disk.operation(Kind.DELETE, path);
      disk.folderOf(path).remove(name(path), node);
    }
  }

  private static void requireEmpty(Path path, SimulatedNode node) throws IOException {
    if (node instanceof SimulatedFolder folder && !folder.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    if (List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
      Files.deleteIfExists(target);
    }
    try (FileChannel from = newFileChannel(source, Set.of(StandardOpenOption.READ));
        FileChannel to = newFileChannel(
            target, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
      long done = 0;
      while (done < from.size()) {
        done += from.transferTo(done, from.size() - done, to);
      }
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    synchronized (disk) {
      SimulatedNode node = disk.get(source);
      SimulatedNode inTheWay = disk.find(target);
      Set<CopyOption> how = Set.of(options);
      if (inTheWay != null && !how.contains(StandardCopyOption.ATOMIC_MOVE)
          && !how.contains(StandardCopyOption.REPLACE_EXISTING)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      if (inTheWay != null && inTheWay.getClass() != node.getClass()) {
        throw new FileSystemException(target.toString(), null, "Is of another kind");
      }
      if (inTheWay != null) {
        requireEmpty(target, inTheWay);
      }
      SimulatedFolder from = disk.folderOf(source);
      SimulatedFolder to = disk.folderOf(target);
      disk.operation(Kind.RENAME, target);
      if (from == to) {
        from.rename(name(source), name(target), node);
      } else {
        to.put(name(target), node);
        from.remove(name(source), node);
      }
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    synchronized (disk) {
      return disk.get(path) == disk.get(other);
    }
  }

  @Override
  public boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    return ((SimulatedFileSystem) path.getFileSystem()).store();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    synchronized (disk) {
      disk.operation(Kind.LOOK, path);
      disk.get(path);
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    synchronized (disk) {
      disk.operation(Kind.LOOK, path);
      return type.cast(new SimulatedAttributes(disk.get(path)));
    }
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    if (!names.equals("unix:nlink")) {
      throw new UnsupportedOperationException(names);
    }
    synchronized (disk) {
      disk.operation(Kind.LOOK, path);
      return Map.of("nlink", disk.names(disk.get(path)));
    }
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("setting attributes");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> options) {
    throw new UnsupportedOperationException("make a SimulatedDisk");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("ask a SimulatedDisk");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("ask a SimulatedDisk");
  }
}
