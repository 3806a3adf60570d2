package io.lethe.store.backup;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.MalformedNoteException;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.LedgerElsewhere;
import io.lethe.store.folder.RestoredFolder;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.keys.FileLogAnchor;
import io.lethe.store.ledger.RestoredLedger;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.sql.CommitWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup in the place of a data folder without bringing back what was erased since: the
 * suppressions of the folder's own ledger, or of a file, are carried over, and the next start
 * erases again what they name before anything answers.
 */
public final class Restore {

  private final Path backup;
  private final Path dataFolder;
  private final Instant now;

  /**
   * Prepares a restore; reads and writes nothing.
   *
   * @param backup what {@link Backup} has made
   * @param dataFolder to be replaced, or not there
   */
  public Restore(Path backup, Path dataFolder, Instant now) {
    this.backup = backup.toAbsolutePath().normalize();
    this.dataFolder = dataFolder;
    this.now = now;
  }

  /**
   * The result of a restore.
   *
   * @param created when the backup was made
   * @param files in it
   * @param suppressions digests of everything known to be erased
   * @param lostReceipts entries that the data folder's receipt log had and the restored one has
   *     not: at least as many erasures are newer than the backup, and erased again only as far as a
   *     suppression file names them
   * @param vouched whether something tells that no receipt is lost: else the server answers and
   *     signs nothing under the log's name
   */
  public record Restored(
      Instant created, int files, long suppressions, long lostReceipts, boolean vouched) {}

  /**
   * Restores. Until this has checked everything, the data folder is as it was.
   *
   * @param suppressions later erasures; null for none but those of the data folder
   * @param noLaterErasures the operator's word that nothing was erased after the backup;
   *     needed where neither a ledger nor a suppression file is left
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if the backup is damaged or of another
   *     installation, or if nothing tells what was erased since; {@code STORAGE_FULL} or {@code
   *     STORAGE_FAILED}
   */
  public Restored run(@Nullable SuppressionFile suppressions, boolean noLaterErasures) {
    try (DataFolder folder = DataFolder.open(dataFolder)) {
      StoreLayout layout = folder.layout();
      LedgerElsewhere
          .requireNone(layout, "'lethe migrate-ledger --to folder' brings it back first");
      boolean known = hasLedger(layout);
      if (!known && suppressions == null && !noLaterErasures) {
        throw refused(
            "nothing tells what was erased since the backup: give a suppression file, or say that "
                + "there were no later erasures");
      }
      BackupManifest manifest = BackupManifest.read(backup);
      StoreLayout staged = new StoreLayout(layout.temporaryRestored());
      stage(layout, manifest);
      InstallationKeys keys = checkedKeys(layout, staged);
      if (known) {
        mergeLedgers(layout, staged);
      }
      keepAnchor(layout, staged, suppressions, known || noLaterErasures);
      long size = suppress(staged, keys, suppressions);
      long lost = lostReceipts(staged, suppressions);
      boolean vouched = isVouched(staged);
      RestoredFolder restored = new RestoredFolder(layout);
      restored.commit();
      restored.finish();
      return new Restored(manifest.created(), manifest.files().size(), size, lost, vouched);
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "the backup is damaged: " + damaged.getMessage(), damaged);
    } catch (IOException failure) {
      throw StorageFailures.of("the restored data folder", failure);
    }
  }

  /** An empty one is none: a database without a table, as a start that was cut short leaves it. */
  private static boolean hasLedger(StoreLayout layout) throws IOException {
    return Files.exists(layout.ledger(), LinkOption.NOFOLLOW_LINKS)
        && Files.size(layout.ledger()) > 0;
  }

  private static LetheException refused(String why) {
    return new LetheException(ErrorKind.ARGUMENT_INVALID, why);
  }

  private void stage(StoreLayout layout, BackupManifest manifest)
      throws IOException, DamagedFileException {
    Path data = backup.resolve(StoreLayout.IN_BACKUP);
    Shredder.destroy(layout.temporaryRestored());
    DurableFiles.createFolder(layout.temporaryRestored());
    SortedMap<String, FileDigest> copied = new TreeMap<>();
    FileCopies copies = new FileCopies(data, layout.temporaryRestored());
    for (Path child : DurableFiles.children(data)) {
      copies.copy(child, copied);
    }
    Map.@Nullable Entry<String, String> fault = manifest.faults(copied).firstEntry();
    if (fault != null) {
      throw new DamagedFileException(fault.getKey(), fault.getValue());
    }
    DurableFiles.createFolders(new StoreLayout(layout.temporaryRestored()).models());
    DurableFiles.syncFolder(layout.temporaryRestored());
  }

  /** Digests under another secret match no id, and no later check would find that out. */
  private static InstallationKeys checkedKeys(StoreLayout layout, StoreLayout staged)
      throws IOException, DamagedFileException {
    if (!Files.isRegularFile(staged.keys(), LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedFileException("keys", "it is missing");
    }
    boolean known = hasLedger(layout);
    boolean kept = Files.exists(layout.keys(), LinkOption.NOFOLLOW_LINKS);
    if (known && !kept) {
      throw refused(
          "keys is missing in the data folder, so nothing tells whether the backup is of the same"
              + " installation: if it is, copy its %s/keys there first"
                  .formatted(StoreLayout.IN_BACKUP));
    }
    if ((known || kept) && (!kept || Files.mismatch(layout.keys(), staged.keys()) >= 0)) {
      throw refused(
          "the backup has other keys than the data folder: it is of another installation");
    }
    return new FileInstallationKeyStore(staged, () -> false, new SecureRandom()).loadOrCreate();
  }

  private void mergeLedgers(StoreLayout layout, StoreLayout staged) throws IOException {
    Path newer = staged.root().resolve(StoreLayout.TEMPORARY_PREFIX + "newer.sqlite");
    RestoredLedger.copy(layout, newer);
    // Opened, the backup's has the schema of this server too.
    long inBackup = RestoredLedger.lastSequence(staged.ledger());
    boolean isNewer;
    try (RestoredLedger merged = new RestoredLedger(newer)) {
      isNewer = merged.lastSequence() >= inBackup;
      if (isNewer) {
        purge(staged, merged.takeVersions(staged.ledger(), now));
      } else {
        merged.checkHistory(staged.ledger());
        merged.addSuppressionsTo(staged.ledger());
      }
    }
    Shredder.destroy(isNewer ? staged.ledger() : newer);
    if (isNewer) {
      DurableFiles.rename(newer, staged.ledger());
    }
  }

  /**
   * What was said of the receipt log after the backup binds the restored one too: in the folder, or
   * when the suppressions were written. Where that is lost, the backup's word is not kept: the log
   * refuses to sign until another place vouches for it.
   */
  private static void keepAnchor(
      StoreLayout layout, StoreLayout staged, @Nullable SuppressionFile suppressions,
      boolean nothingLost) throws IOException {
    String told = suppressions == null ? null : suppressions.receiptCheckpoint();
    FileLogAnchor kept = FileLogAnchor.in(staged);
    long ofBackup = kept.read().map(Restore::size).orElse(0L);
    if (Files.exists(layout.receiptCheckpoint(), LinkOption.NOFOLLOW_LINKS)) {
      Shredder.destroy(staged.receiptCheckpoint());
      FileDigest _ = FileCopies.copyFile(layout.receiptCheckpoint(), staged.receiptCheckpoint());
    } else if (told != null && size(told) >= ofBackup && size(told) <= receipts(staged)) {
      kept.write(told);
    } else if (!nothingLost) {
      Shredder.destroy(staged.receiptCheckpoint());
    }
  }

  /** A log without leaves needs no word; one with leaves a word of at most those. */
  private static boolean isVouched(StoreLayout staged) {
    long there = receipts(staged);
    return FileLogAnchor.in(staged).read().map(note -> size(note) <= there).orElse(there == 0);
  }

  private static long receipts(StoreLayout staged) {
    return RestoredLedger.receipts(staged.ledger());
  }

  /** What was last signed, as far as anything tells, and the restored ledger does not have. */
  private static long lostReceipts(StoreLayout staged, @Nullable SuppressionFile suppressions) {
    String told = suppressions == null ? null : suppressions.receiptCheckpoint();
    long signed = Math.max(
        FileLogAnchor.in(staged).read().map(Restore::size).orElse(0L),
        told == null ? 0 : size(told));
    return Math.max(0, signed - receipts(staged));
  }

  /** A damaged note vouches for nothing here; the next start refuses to sign beside it. */
  private static long size(String note) {
    try {
      return LogCheckpoint.parse(SignedNote.parse(note)).head().size();
    } catch (MalformedNoteException damaged) {
      return 0;
    }
  }

  private static void purge(StoreLayout staged, Map<ModelName, List<ErasureTarget>> targets) {
    FileInteractionLog log = FileInteractionLog.in(staged);
    targets.forEach(log::purge);
  }

  private static long suppress(
      StoreLayout staged, InstallationKeys keys, @Nullable SuppressionFile suppressions)
      throws IOException {
    String installation = SuppressionFile.installation(new SubjectDigests(keys.digestSecret()));
    long known;
    // From here on it is vouched for, instead of the one that it replaces.
    try (SqlErasureLedger ledger = SqlErasureLedger.vouched(staged)) {
      if (suppressions != null) {
        if (!suppressions.installation().equals(installation)) {
          throw refused("the suppression file is of another installation");
        }
        suppressions.addTo(ledger);
      }
      known = SuppressionFile
          .of(ledger, new SubjectDigests(keys.digestSecret()), FileLogAnchor.in(staged))
          .size();
    }
    if (!(CommitWitness.in(staged).read() instanceof CommitWitness.Word.Counted)) {
      throw new IOException("it did not take %s".formatted(staged.commitWitness().getFileName()));
    }
    FileCopies.sync(staged.ledger());
    DurableFiles.syncFolder(staged.root());
    return known;
  }
}
