package io.lethe.store;

import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.disk.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A copy of a data folder's ledger for a check. A check must change nothing, and a running server
 * locks its ledger against every reader. Holds personal data: it lies in the data folder, and is overwritten.
 */
final class LedgerCopy implements AutoCloseable {

  /** A running server may move its log into its ledger while both are copied. */
  private static final int TRIES_MAX = 5;

  private final Path folder;
  private final SqliteErasureLedger ledger;
  private final long transactions;

  private LedgerCopy(Path folder, SqliteErasureLedger ledger, long transactions) {
    this.folder = folder;
    this.ledger = ledger;
    this.transactions = transactions;
  }

  /**
   * Copies and verifies.
   *
   * @param running whether a server may be writing to it
   * @throws LetheException as {@link LedgerInspection#of}
   */
  static LedgerCopy of(StoreLayout layout, boolean running) throws IOException {
    Path folder = layout.temporaryCheck();
    for (int attempt = 1;; attempt++) {
      Shredder.destroy(folder);
      DurableFiles.createFolder(folder);
      FileTime before = Files.getLastModifiedTime(layout.ledger());
      try {
        return copied(layout, folder);
      } catch (LetheException damaged) {
        boolean moved = !before.equals(Files.getLastModifiedTime(layout.ledger()));
        if (!running || !moved || attempt == TRIES_MAX) {
          Shredder.destroy(folder);
          throw damaged;
        }
      }
    }
  }

  private static LedgerCopy copied(StoreLayout layout, Path folder) throws IOException {
    // First: what is promised from here on may be missing from the copy.
    Path witness = layout.commitWitness();
    StoreLayout copy = new StoreLayout(folder);
    if (DurableFiles.isThere(witness)) {
      FileDigest _ = FileCopies.copyFile(witness, copy.commitWitness());
    }
    FileDigest _ = FileCopies.copyFile(layout.ledger(), copy.ledger());
    Path log = WriteAheadLog.of(layout.ledger());
    if (DurableFiles.isThere(log)) {
      FileDigest _ = FileCopies.copyFile(log, WriteAheadLog.of(copy.ledger()));
    }
    long transactions = LedgerInspection.of(copy.ledger(), CommitWitness.in(copy)).transactions();
    return new LedgerCopy(folder, new SqliteErasureLedger(copy.ledger()), transactions);
  }

  SqliteErasureLedger ledger() {
    return ledger;
  }

  long transactions() {
    return transactions;
  }

  @Override
  public void close() {
    ledger.close();
    try {
      Shredder.destroy(folder);
    } catch (IOException failure) {
      throw StorageFailures.of("the copy of the ledger in " + folder.getFileName(), failure);
    }
  }
}
