package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.LedgerElsewhere;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sqlite.LedgerInspection;
import io.lethe.store.sqlite.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A copy of a data folder's ledger, made without opening it: a check must change nothing, and a
 * running server locks its ledger against every reader. Of the database and its write-ahead log, as
 * they are at one moment: a page of the database that the server writes meanwhile is in the log as
 * well, as long as the log is not restarted, which its header tells. Holds personal data, and is
 * overwritten when closed.
 */
public final class LedgerCopy implements AutoCloseable {

  /** A running server may restart its log while ledger and log are copied. */
  private static final int TRIES_MAX = 50;
  /** What is no ledger of one moment may look damaged; what stays so is. */
  private static final int FAILURES_MAX = 5;

  private final Path folder;
  private final SqlErasureLedger ledger;
  private final String log;
  private final CommitWitness.Word witness;
  private final long transactions;

  private LedgerCopy(StoreLayout copy, String log, CommitWitness.Word witness, long transactions) {
    this.folder = copy.root();
    this.ledger = new SqlErasureLedger(copy.ledger());
    this.log = log;
    this.witness = witness;
    this.transactions = transactions;
  }

  /**
   * Copies and verifies. What was acknowledged before is in the copy.
   *
   * @param folder where the copy lies for as long as it is needed; what is there is destroyed
   * @param running whether a server may be writing to it
   * @throws LetheException as {@link LedgerInspection#of}; of kind {@code CONCURRENT_CHANGE} if the
   *     server writes so much that no copy is of one moment
   */
  public static LedgerCopy of(StoreLayout layout, Path folder, boolean running) throws IOException {
    LedgerElsewhere
        .requireNone(layout, "It is read only while no server has it: end the server first");
    StoreLayout copy = new StoreLayout(folder);
    int failures = 0;
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      Shredder.destroy(folder);
      DurableFiles.createFolder(folder);
      try {
        if (copied(layout, copy, running)) {
          return opened(copy);
        }
      } catch (IOException | RuntimeException failure) {
        failures++;
        if (!running || failures == FAILURES_MAX) {
          Shredder.destroy(folder);
          throw failure;
        }
      }
    }
    Shredder.destroy(folder);
    throw new LetheException(
        ErrorKind.CONCURRENT_CHANGE,
        "the server writes to %s faster than it can be copied; try again when fewer rows come in"
            .formatted(layout.ledger().getFileName()));
  }

  /** Whether all that was copied is of one moment. */
  private static boolean copied(StoreLayout layout, StoreLayout copy, boolean running)
      throws IOException {
    // First: what is promised from here on may be missing from the copy.
    if (DurableFiles.isThere(layout.commitWitness())) {
      FileDigest _ = FileCopies.copyFile(layout.commitWitness(), copy.commitWitness());
    }
    Path log = WriteAheadLog.of(layout.ledger());
    byte[] begun = WriteAheadLog.header(log);
    FileDigest database = FileCopies.copyFile(layout.ledger(), copy.ledger());
    Path copiedLog = WriteAheadLog.of(copy.ledger());
    if (DurableFiles.isThere(log)) {
      FileDigest _ = FileCopies.copyFile(log, copiedLog);
    }
    if (!Arrays.equals(begun, WriteAheadLog.header(copiedLog))
        || !Arrays.equals(begun, WriteAheadLog.header(log))) {
      return false;
    }
    // An empty log tells nothing of what was in it a moment ago.
    return !running || begun.length > 0 || database.equals(FileCopies.digest(layout.ledger()));
  }

  private static LedgerCopy opened(StoreLayout copy) throws IOException {
    String log = WriteAheadLog.check(copy.ledger());
    CommitWitness witness = CommitWitness.in(copy);
    long transactions = LedgerInspection.of(copy.ledger(), witness).transactions();
    return new LedgerCopy(copy, log, witness.read(), transactions);
  }

  /** The copy, opened; closed with this. */
  public SqlErasureLedger ledger() {
    return ledger;
  }

  /** What {@link WriteAheadLog#check} says of the log. */
  public String log() {
    return log;
  }

  /** What the witness, copied first, says of it. */
  public CommitWitness.Word witness() {
    return witness;
  }

  /** How many transactions the copy holds. */
  public long transactions() {
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
