package io.lethe.store.folder;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.RemovalLock;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.disk.SyncedFolders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data folder that this process has for itself. The operating system lets go of it when the
 * process ends, however it ends. Everything stored is opened through one of these; thread-safe.
 */
public final class DataFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

  private final StoreLayout layout;
  private final SyncedFolders folders;
  private final SpaceReserve reserve;
  private final FileChannel lockFile;
  private final RemovalLock removals;

  private DataFolder(
      StoreLayout layout, SyncedFolders folders, SpaceReserve reserve, FileChannel lockFile) {
    this.layout = layout;
    this.folders = folders;
    this.reserve = reserve;
    this.lockFile = lockFile;
    this.removals = RemovalLock.on(lockFile);
  }

  /**
   * Creates the folder if it is not there, readable by its owner only, and locks it.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED}, naming the folder, if another server has
   *     it or it cannot be written
   */
  public static DataFolder open(Path folder) {
    return open(folder, 0);
  }

  /**
   * The same, with room on the disk kept back.
   *
   * @param reserveBytes what must be free for an erasure to be accepted, rows to be imported or a
   *     training to be kept, so that what was accepted can be finished; 0 for nothing
   */
  public static DataFolder open(Path folder, long reserveBytes) {
    StoreLayout layout = new StoreLayout(folder);
    try {
      SyncedFolders folders = new SyncedFolders(layout.root());
      make(folders, layout.root());
      SpaceReserve reserve = new SpaceReserve(layout.root(), reserveBytes);
      DataFolder opened = new DataFolder(layout, folders, reserve, locked(layout));
      try {
        Shredder.destroy(layout.temporaryCheck());
        for (Path export : layout.temporaryExports()) {
          Shredder.destroy(export);
        }
        new RestoredFolder(layout).finish();
        folders.create(layout.models());
        layout.strays().forEach(stray -> LOG.warn("{} is no model's folder; ignored", stray));
        return opened;
      } catch (IOException | RuntimeException failure) {
        opened.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder " + layout.root(), failure);
    }
  }

  private static void make(SyncedFolders folders, Path root) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED, "the data folder %s is a file, not a folder".formatted(root));
    }
    try {
      folders.create(root);
    } catch (NoSuchFileException | FileAlreadyExistsException refusing) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED, "the data folder %s cannot be made: the disk refused %s"
              .formatted(root, refusing.getFile()),
          refusing);
    }
  }

  /**
   * Where the server listens that has a folder now; empty if no process has it. For other
   * processes: the system gives a file's locks free when any of the process's channels to it is
   * closed.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if a process has it that is no server or
   *     does not listen yet, or if that cannot be told
   */
  public static Optional<String> serverOf(Path folder) {
    StoreLayout layout = new StoreLayout(folder);
    try {
      if (!DurableFiles.isThere(layout.lock()) || isFree(layout.lock())) {
        return Optional.empty();
      }
      String address = Files.readString(layout.lock());
      if (address.isEmpty()) {
        throw inUse(layout, "another process");
      }
      return Optional.of(address);
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder " + layout.root(), failure);
    }
  }

  private static boolean isFree(Path lock) throws IOException {
    try (FileChannel file = FileChannel
        .open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return tryLock(file) != null;
    }
  }

  /** Says in the lock where the server listens that has the folder, {@code host:port}. */
  public void announce(String address) {
    try {
      var _ = lockFile.write(ByteBuffer.wrap(address.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder's lock", failure);
    }
  }

  private static LetheException inUse(StoreLayout layout, String by) {
    return new LetheException(
        ErrorKind.STORAGE_FAILED,
        "%s uses the data folder %s; end it or choose another folder".formatted(by, layout.root()));
  }

  private static FileChannel locked(StoreLayout layout) throws IOException {
    FileChannel file = FileChannel.open(
        layout.lock(),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        DurableFiles.ownerOnly(layout.lock(), "rw-------"));
    try {
      if (tryLock(file) == null) {
        throw inUse(layout, "another server");
      }
      return file.truncate(0);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock(0, RemovalLock.AT, false);
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  /** The folder's absolute path. */
  public Path path() {
    return layout.root();
  }

  /** Where copies of plugins are kept; no backup has them. */
  public Path plugins() {
    return layout.plugins();
  }

  /** Where everything in it lies. */
  public StoreLayout layout() {
    return layout;
  }

  /** Makes folders in it. */
  public SyncedFolders folders() {
    return folders;
  }

  /** Taken for each removal, so that a backup beside the server can hold removals off. */
  public RemovalLock removals() {
    return removals;
  }

  /** The room that is kept back for accepted erasures. */
  public SpaceReserve reserve() {
    return reserve;
  }

  /** Gives the folder free. What was opened through it must be closed before. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder's lock", failure);
    }
  }
}
