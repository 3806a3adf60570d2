package io.lethe.store.check;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.model.ModelName;
import io.lethe.store.backup.BackupManifest;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.RemovalLock;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.LedgerElsewhere;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.LedgerCopy;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.sql.CommitWitness;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole data folder and says part by part what holds: keys, ledger, write-ahead log,
 * witness, every checkpoint and every interaction log. Of a stopped server's folder it keeps a
 * server out while it looks. Beside a running one it looks at a copy of the ledger, and at models
 * that may go on meanwhile. Of a backup it looks at the data in it, and at every file's digest too.
 * Changes nothing that counts. To be closed.
 */
public final class FolderCheck implements AutoCloseable {

  private static final String KEYS = "keys";
  private static final String LEDGER = "ledger.sqlite";

  private final StoreLayout layout;
  private final @Nullable Path backup;
  private final List<Finding> findings = new ArrayList<>();
  private final @Nullable FileChannel lock;
  private final boolean running;
  private @Nullable InstallationKeys keys;
  private @Nullable LedgerCopy ledger;

  private FolderCheck(
      StoreLayout layout, @Nullable Path backup, @Nullable FileChannel lock, boolean running) {
    this.layout = layout;
    this.backup = backup;
    this.lock = lock;
    this.running = running;
  }

  /**
   * Reads the whole folder; the findings are ready when this returns.
   *
   * @param folder a data folder, a backup, or the data in one
   * @throws LetheException of kind {@code STORAGE_FAILED} if there is no such folder or the disk
   *     does not answer; damage is a finding
   */
  public static FolderCheck of(Path folder) {
    @Nullable
    Path backup = backup(folder).orElse(null);
    StoreLayout layout = new StoreLayout(
        backup == null ? folder : backup.resolve(StoreLayout.IN_BACKUP));
    try {
      if (!DurableFiles.isFolder(layout.root())) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED, "there is no data folder " + layout.root());
      }
      Lock taken = lock(layout);
      FolderCheck check = new FolderCheck(layout, backup, taken.file(), taken.byAnother());
      try {
        check.look();
        return check;
      } catch (IOException | RuntimeException failure) {
        check.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder " + layout.root(), failure);
    }
  }

  /**
   * The backup that a folder is, or is the data of; empty if it is of none.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if the disk does not answer
   */
  public static Optional<Path> backup(Path folder) {
    try {
      return BackupManifest.home(folder);
    } catch (IOException failure) {
      throw StorageFailures.of("the folder " + folder, failure);
    }
  }

  /** The folder that the data of a folder lies in: itself, unless it is a backup. */
  public static Path data(Path folder) {
    return backup(folder).map(root -> root.resolve(StoreLayout.IN_BACKUP)).orElse(folder);
  }

  /**
   * The data folder's lock.
   *
   * @param file while this check has it; null where another process has it, or the
   *     folder has none
   */
  private record Lock(@Nullable FileChannel file, boolean byAnother) {}

  private static Lock lock(StoreLayout layout) throws IOException {
    FileChannel file;
    try {
      file = FileChannel.open(layout.lock(), StandardOpenOption.WRITE);
    } catch (NoSuchFileException never) {
      return new Lock(null, false);
    }
    try {
      @Nullable
      FileLock held = file.tryLock(0, RemovalLock.AT, false);
      if (held != null) {
        return new Lock(file, false);
      }
    } catch (OverlappingFileLockException byThisProcess) {
      // As good as another.
    }
    file.close();
    return new Lock(null, true);
  }

  private void look() throws IOException {
    if (backup != null) {
      lookAtManifest(backup);
    }
    if (DurableFiles.isFolder(layout.restored())) {
      findings.add(
          Finding.verified(
              "restored",
              "a restore was cut short; the next start ends it, and what is beside it is"
                  + " replaced"));
    }
    keys = lookAtKeys();
    ledger = lookAtLedger();
    TreeSet<ModelName> models = new TreeSet<>(layout.modelNames());
    if (ledger != null) {
      models.addAll(ledger.ledger().models());
      models.addAll(ledger.ledger().appends().models());
    }
    SqlErasureLedger copied = ledger == null ? null : ledger.ledger();
    for (ModelName model : models) {
      findings.addAll(new ModelCheck(layout, model, running).look(copied));
    }
  }

  private void lookAtManifest(Path root) throws IOException {
    try {
      BackupManifest manifest = BackupManifest.read(root);
      SortedMap<String, String> faults = manifest.faults(FileCopies.digests(layout.root()));
      if (faults.isEmpty()) {
        findings.add(
            Finding.verified(
                BackupManifest.NAME,
                "the backup of %s holds its %d files, each of the length and SHA-256 written then"
                    .formatted(manifest.created(), manifest.files().size())));
      }
      faults.forEach(
          (file, fault) -> findings
              .add(new Finding(StoreLayout.IN_BACKUP + "/" + file, Finding.State.DAMAGED, fault)));
    } catch (DamagedFileException damaged) {
      findings.add(Finding.damaged(BackupManifest.NAME, damaged));
    }
  }

  private @Nullable InstallationKeys lookAtKeys() {
    try {
      InstallationKeys read = new FileInstallationKeyStore(layout, () -> false, new SecureRandom())
          .load();
      findings.add(
          Finding
              .verified(KEYS, "the checksum holds, and the two keys of the pair belong together"));
      return read;
    } catch (LetheException damaged) {
      findings.add(Finding.damaged(KEYS, damaged));
      return null;
    }
  }

  private @Nullable LedgerCopy lookAtLedger() throws IOException {
    try {
      Optional<LedgerElsewhere> elsewhere = LedgerElsewhere.read(layout);
      if (elsewhere.isPresent()) {
        findings.add(elsewhere(elsewhere.get()));
        return null;
      }
      if (!DurableFiles.isThere(layout.ledger())) {
        throw new LetheException(ErrorKind.STORAGE_FAILED, LEDGER + " is missing");
      }
      LedgerCopy copy = LedgerCopy.of(layout, layout.temporaryCheck(), running);
      findings.add(
          Finding.verified(
              LEDGER, "%d transactions; every page, row hash and index holds%s"
                  .formatted(copy.transactions(), running ? ", in a copy" : "")));
      findings.add(Finding.verified(LEDGER + "-wal", copy.log()));
      findings.add(witness(copy));
      return copy;
    } catch (LetheException damaged) {
      findings.add(Finding.damaged(LEDGER, damaged));
      return null;
    }
  }

  private static Finding elsewhere(LedgerElsewhere ledger) {
    return new Finding(
        LEDGER, Finding.State.NOT_VERIFIED,
        "the ledger is at %s: a check reads only one in the data folder; data_checksums of the database"
            .formatted(ledger.place()) + " find damage there");
  }

  private Finding witness(LedgerCopy copy) {
    String name = CommitWitness.in(layout).name();
    return switch (copy.witness()) {
      case CommitWitness.Word.Counted(long commits) -> Finding.verified(
          name, "%d transactions are promised, and the ledger holds them".formatted(commits));
      case CommitWitness.Word.Missing() -> new Finding(
          name, backup == null ? Finding.State.DAMAGED : Finding.State.VERIFIED,
          backup == null
              ? name + " is missing; the next start writes it anew from the ledger"
              : "a backup holds none; a restore writes one for the ledger");
      case CommitWitness.Word.Damaged() -> new Finding(
          name, Finding.State.DAMAGED,
          name + " is damaged; the next start writes it anew from the ledger");
    };
  }

  /** What was found, in the order of looking. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Whether a server has the folder. */
  public boolean running() {
    return running;
  }

  /** The keys, unless they are damaged. */
  public Optional<InstallationKeys> keys() {
    return Optional.ofNullable(keys);
  }

  /** A copy of the ledger, unless it is damaged; until this is closed. */
  public Optional<ErasureLedger> ledger() {
    return Optional.ofNullable(ledger).map(LedgerCopy::ledger);
  }

  @Override
  public void close() {
    try (FileChannel _ = lock; LedgerCopy _ = ledger) {
      ledger = null;
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder's lock", failure);
    }
  }
}
