package io.lethe.store.backup;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.ledger.SqlErasureLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Copies a data folder: ledger, keys, checkpoints and logs, each with its SHA-256. A backup is as
 * secret as the folder, and holds people who are erased later: it is to be destroyed by its own
 * deadline, and {@link Restore} erases them again.
 *
 * @param files in it
 * @param bytes in them
 * @param damaged files that were damaged before they were copied, in words, as far as that was
 *     looked at
 */
public record Backup(int files, long bytes, List<String> damaged) {

  /**
   * A ledger is copied by the database; what else its name begins with, and what vouches for it, is
   * of the running one. Plugins are programs, and come with the server.
   */
  private static final Set<String> NOT_COPIED = Set.of(
      "lock", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger-elsewhere",
      "commit-witness", "plugins");

  public Backup {
    damaged = List.copyOf(damaged);
  }

  /** Copies a data folder to an empty one, and says which files are damaged. */
  private interface Contents {
    List<String> copyTo(Path data, SortedMap<String, FileDigest> files) throws IOException;
  }

  /**
   * Makes a backup of a folder that this process has for itself.
   *
   * @param target a folder that is not there yet, or empty; outside the data folder
   * @param created now
   * @param build of this server
   * @throws LetheException of kind {@code ARGUMENT_INVALID}, {@code STORAGE_FULL} or {@code
   *     STORAGE_FAILED}; nothing of the backup is left then
   */
  public static Backup create(
      DataFolder folder, SqlErasureLedger ledger, Path target, Instant created, String build) {
    return make(
        folder.layout(), target, created, build,
        (data, files) -> copied(folder, ledger, data, files));
  }

  /**
   * Makes a backup of a folder that a server of this machine has and goes on working with:
   * everything that was acknowledged before is in it, and nothing of which an erasure was
   * completed. Erasures are unlearned meanwhile, and completed afterwards.
   *
   * @param dataFolder where a server is running
   * @param target as for {@link #create}
   * @throws LetheException as {@link #create}; of kind {@code CONCURRENT_CHANGE} if the server was
   *     started anew meanwhile, or writes to its ledger faster than it can be copied
   */
  public static Backup beside(Path dataFolder, Path target, Instant created, String build) {
    StoreLayout source = new StoreLayout(dataFolder);
    return make(source, target, created, build, (data, files) -> {
      RunningBackup backup = new RunningBackup(source, data);
      backup.make(data.resolveSibling(StoreLayout.TEMPORARY_PREFIX + "ledger"));
      files.putAll(backup.files());
      return backup.damaged();
    });
  }

  private static Backup make(
      StoreLayout source, Path target, Instant created, String build, Contents contents) {
    Path root = target.toAbsolutePath().normalize();
    checkTarget(source, root);
    try {
      DurableFiles.createFolders(root);
      try {
        return copy(root, created, build, contents);
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

  private static void checkTarget(StoreLayout source, Path root) {
    if (root.startsWith(source.root())) {
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

  private static List<String> copied(
      DataFolder folder, SqlErasureLedger ledger, Path data, SortedMap<String, FileDigest> files)
      throws IOException {
    FileCopies copies = new FileCopies(folder.path(), data);
    for (Path child : DurableFiles.children(folder.path())) {
      if (!NOT_COPIED.contains(child.getFileName().toString())) {
        copies.copy(child, files);
      }
    }
    Path copy = new StoreLayout(data).ledger();
    files.put(copy.getFileName().toString(), ledger.copyTo(copy));
    return List.of();
  }

  private static Backup copy(Path root, Instant created, String build, Contents contents)
      throws IOException {
    Path data = root.resolve(StoreLayout.IN_BACKUP);
    DurableFiles.createFolder(data);
    SortedMap<String, FileDigest> files = new TreeMap<>();
    List<String> damaged = contents.copyTo(data, files);
    DurableFiles.syncFolder(data);
    BackupManifest manifest = new BackupManifest(created, build, files);
    try (FileOutput out = new FileOutput(root.resolve(BackupManifest.NAME))) {
      out.write(manifest.toBytes());
      out.sync();
    }
    DurableFiles.syncFolder(root);
    return new Backup(files.size(), manifest.bytes(), damaged);
  }
}
