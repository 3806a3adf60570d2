package io.lethe.store;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Copies a data folder that nobody works on: ledger, keys, checkpoints and logs, each with its SHA-256.
 * A backup is as secret as the folder, and holds people who are erased later: it is to be destroyed by
 * its own deadline, and {@link Restore} erases them again.
 *
 * @param files in it
 * @param bytes in them
 */
public record Backup(int files, long bytes) {

  /**
   * A ledger is copied by the database; what else its name begins with, and what vouches for it, is of
   * the running one.
   */
  private static final Set<String> NOT_COPIED = Set
      .of("lock", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "commit-witness");

  /**
   * Makes a backup.
   *
   * @param target a folder that is not there yet, or empty; outside the data folder
   * @param created now
   * @param build of this server
   * @throws LetheException of kind {@code ARGUMENT_INVALID}, {@code STORAGE_FULL} or {@code
   *     STORAGE_FAILED}; nothing of the backup is left then
   */
  public static Backup create(
      DataFolder folder, SqliteErasureLedger ledger, Path target, Instant created, String build) {
    Path root = target.toAbsolutePath().normalize();
    checkTarget(folder, root);
    try {
      DurableFiles.createFolders(root);
      try {
        return copy(folder, ledger, root, created, build);
      } catch (IOException | RuntimeException failed) {
        for (Path child : DurableFiles.children(root)) {
          Shredder.destroy(child);
        }
        throw failed;
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the backup", failure);
    }
  }

  private static void checkTarget(DataFolder folder, Path root) {
    if (root.startsWith(folder.path())) {
      throw refused("a backup within the data folder would be lost with it", root);
    }
    try {
      if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)
          && (!Files.isDirectory(root) || !DurableFiles.children(root).isEmpty())) {
        throw refused("the folder of a new backup must be empty or not there", root);
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the backup", failure);
    }
  }

  private static LetheException refused(String why, Path root) {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, "%s: %s".formatted(root, why), Map.of("field", "folder"));
  }

  private static Backup copy(
      DataFolder folder, SqliteErasureLedger ledger, Path root, Instant created, String build)
      throws IOException {
    Path data = root.resolve(BackupManifest.DATA);
    DurableFiles.createFolder(data);
    FileCopies copies = new FileCopies(folder.path(), data);
    SortedMap<String, FileDigest> files = new TreeMap<>();
    for (Path child : DurableFiles.children(folder.path())) {
      if (!NOT_COPIED.contains(child.getFileName().toString())) {
        copies.copy(child, files);
      }
    }
    Path copied = data.resolve(folder.layout().ledger().getFileName());
    ledger.copyTo(copied);
    FileCopies.sync(copied);
    files.put(copied.getFileName().toString(), FileCopies.digest(copied));
    DurableFiles.syncFolder(data);
    BackupManifest manifest = new BackupManifest(created, build, files);
    try (FileOutput out = new FileOutput(root.resolve(BackupManifest.NAME))) {
      out.write(manifest.toBytes());
      out.sync();
    }
    DurableFiles.syncFolder(root);
    return new Backup(files.size(), manifest.bytes());
  }
}
