package io.lethe.store.sqlite;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.sql.CommitWitness;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * Reads a whole ledger before anything writes to it: its write-ahead log, its pages, the hash of
 * each row, and how many transactions it holds against how many were promised. On a connection that
 * cannot write: a connection that can would move the log into the database, and so destroy the
 * evidence, even when it only closes.
 *
 * @param transactions that the ledger holds; 0 for one that does not count them yet
 */
public record LedgerInspection(long transactions) {

  /** Longer than a start of SQLite takes, shorter than a person waits. */
  private static final int BUSY_TIMEOUT_MILLIS = 1_000;

  public LedgerInspection {
    if (transactions < 0) {
      throw new IllegalArgumentException(transactions + " transactions; at least 0");
    }
  }

  /**
   * Looks. Costs O(ledger) and changes nothing.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} that names the file, if anything is not
   *     as it was written, if less is there than was promised, or if another process has the ledger
   */
  public static LedgerInspection of(Path file, CommitWitness witness) {
    String log = WriteAheadLog.check(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    String name = String.valueOf(file.getFileName());
    long transactions;
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
      RowChecks.register(connection);
      RowChecks.verify(connection, name);
      transactions = transactions(connection);
    } catch (SQLException failure) {
      throw StorageFailures.ofLedger(file, failure);
    }
    checkPromised(name, log, transactions, witness);
    return new LedgerInspection(transactions);
  }

  private static long transactions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table = statement
          .executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'commit_count'")) {
        if (!table.next()) {
          return 0;
        }
      }
      try (ResultSet count = statement.executeQuery("SELECT commits FROM commit_count")) {
        return count.next() ? Math.max(0, count.getLong(1)) : 0;
      }
    }
  }

  private static void checkPromised(
      String name, String log, long transactions, CommitWitness witness) {
    try {
      if (witness.read() instanceof CommitWitness.Word.Counted(long promised)
          && promised > transactions) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED,
            ("%s holds %d transactions, and %s says that %d were acknowledged: %d are lost, and"
                + " acknowledged erasures may be among them. %s; nothing was changed. The way back:"
                + " bring %s and %s-wal back as they were; or move both out of the data folder, then"
                + " 'lethe restore BACKUP --suppressions FILE', and ask again for erasures newer than"
                + " FILE").formatted(
                    name, transactions, witness.name(), promised, promised - transactions, log,
                    name, name),
            Map.of("file", name + "-wal"));
      }
    } catch (IOException failure) {
      throw StorageFailures.of(witness.name(), failure);
    }
  }
}
