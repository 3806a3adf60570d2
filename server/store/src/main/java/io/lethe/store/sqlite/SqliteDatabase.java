package io.lethe.store.sqlite;

import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.LedgerTables;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlDialect;
import io.lethe.store.sql.SqlStatements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * One SQLite file behind one connection and one lock: transactions happen one after the other, in
 * this process and, as the data folder is locked, in any. A committed transaction is synced
 * (write-ahead log, {@code synchronous=FULL}); deleted content is overwritten ({@code
 * secure_delete}). Thread-safe.
 */
public final class SqliteDatabase implements SqlDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final String CHANGED_ROWS = "SELECT total_changes()";
  private static final String COMMITS = "SELECT commits FROM commit_count";
  private static final String OWNER_ONLY = "rw-------";
  /** The part of SQLite's extended codes that names the kind. */
  private static final int PRIMARY_CODE = 0xFF;

  private final Path file;
  private final CommitWitness witness;
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Open open;
  /**
   * Whether something committed may be in the cache only; so it is of what another process left.
   */
  private boolean unsettled = true;

  /** A connection with its statements. */
  private record Open(Connection connection, SqlStatements statements) {}

  private SqliteDatabase(Path file, CommitWitness witness) {
    this.file = file;
    this.witness = witness;
    this.name = file.getFileName().toString();
  }

  /**
   * Opens or creates the file and brings its schema up to date. Until it is closed no other
   * connection can even read it.
   *
   * @param witness closed with it
   * @throws LetheException of kind {@code STORAGE_FAILED} if it is no database, or one of a newer
   *     server, or in use, or {@link LedgerInspection} finds fault with it: nothing was changed
   */
  public static SqliteDatabase open(Path file, CommitWitness witness) {
    ownerOnly(file);
    SqliteDatabase database = new SqliteDatabase(file, witness);
    var _ = database.read(sql -> 0);
    database.forgetDeleted();
    return database;
  }

  /** The same, without a commit witness. */
  public static SqliteDatabase open(Path file) {
    return open(file, CommitWitness.none());
  }

  /** SQLite gives its log the permissions of its database, and a new database everyone's. */
  private static void ownerOnly(Path file) {
    try {
      if (!DurableFiles.isThere(file)) {
        Files.createFile(file, DurableFiles.ownerOnly(file, OWNER_ONLY));
      } else if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
      }
    } catch (IOException failure) {
      throw StorageFailures.of(String.valueOf(file.getFileName()), failure);
    }
  }

  @Override
  public boolean isEmpty() {
    return read(LedgerTables::isEmpty);
  }

  @Override
  public <T> T read(Work<T> work) {
    lock.lock();
    try {
      return work.run(current().statements());
    } catch (SQLException failure) {
      throw StorageFailures.of(name, failure);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    return write(work, true);
  }

  private <T> T write(Work<T> work, boolean synced) {
    lock.lock();
    try {
      SqlStatements sql = settled().statements();
      sql.update("BEGIN IMMEDIATE");
      long changed = sql.number(CHANGED_ROWS);
      T result = work.run(sql);
      if (sql.number(CHANGED_ROWS) > changed) {
        sql.update("UPDATE commit_count SET commits = commits + 1");
      }
      long commits = sql.number(COMMITS);
      sql.update("COMMIT");
      if (synced) {
        witness.remember(commits);
      }
      return result;
    } catch (SQLException failure) {
      rollBack();
      unsettled |= isOfDisk(failure);
      throw StorageFailures.of(name, failure);
    } catch (RuntimeException | Error failure) {
      rollBack();
      throw failure;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs one transaction that is synced with the next one of {@link #write}: it survives the end of
   * the process at once, the end of the machine from then on, and never without what came before
   * it.
   */
  @Override
  public <T> T writeSyncedLater(Work<T> work) {
    lock.lock();
    try {
      current().statements().update("PRAGMA synchronous=NORMAL");
      try {
        return write(work, false);
      } finally {
        syncEveryCommit();
      }
    } catch (SQLException failure) {
      throw StorageFailures.of(name, failure);
    } finally {
      lock.unlock();
    }
  }

  /** A connection that will not is given up: the next one begins with the right setting. */
  private void syncEveryCommit() {
    Open now = open;
    if (now == null) {
      return;
    }
    try {
      now.statements().update("PRAGMA synchronous=FULL");
    } catch (SQLException failure) {
      LOG.warn("{}: the connection is given up", name, failure);
      open = null;
      closeQuietly(now.connection());
    }
  }

  /** Closing a connection rolls back whatever it had begun, also where ROLLBACK itself fails. */
  private void rollBack() {
    Open failed = open;
    if (failed == null) {
      return;
    }
    try {
      failed.statements().update("ROLLBACK");
    } catch (SQLException notRolledBack) {
      if (notRolledBack.getErrorCode() == SQLiteErrorCode.SQLITE_ERROR.code) {
        // There is no transaction any more: a COMMIT that fails rolls back itself.
        return;
      }
      unsettled = true;
      LOG.warn("{}: the connection is given up after a failed roll-back", name, notRolledBack);
      open = null;
      closeQuietly(failed.connection());
    }
  }

  /**
   * Moves the write-ahead log into the database and cuts it to nothing, so that deleted content is
   * in neither. What was committed stays committed if this fails; it is then tried again later.
   */
  @Override
  public void forgetDeleted() {
    lock.lock();
    try {
      moveLog(current().statements());
    } catch (SQLException failure) {
      unsettled |= isOfDisk(failure);
      LOG.warn("{}: the write-ahead log was not emptied", name, failure);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes a copy as of one moment, without what was deleted; to a name that is free. Not synced.
   */
  @Override
  public void copyTo(Path copy) {
    read(sql -> sql.update("VACUUM INTO ?", copy.toString()));
  }

  private void moveLog(SqlStatements sql) throws SQLException {
    if (sql.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
      throw new SQLException("the write-ahead log is in use");
    }
    unsettled = false;
    witness.remember(sql.number(COMMITS));
  }

  private static boolean isOfDisk(SQLException failure) {
    return (failure.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_IOERR.code;
  }

  /**
   * The connection, after what was committed is safe. After a failed sync the log's pages may be in
   * the cache and not on the disk, and a second sync would succeed without writing them. So before
   * anything is committed again, all that was is written anew: into the database, which is synced,
   * and the log is cut to nothing. While that fails, every transaction does.
   */
  private Open settled() throws SQLException {
    Open current = current();
    if (unsettled) {
      moveLog(current.statements());
      LOG.info("{}: what was committed is in the database, written anew and synced", name);
    }
    return current;
  }

  private Open current() {
    Open current = open;
    if (current == null) {
      try {
        current = connect();
      } catch (SQLException failure) {
        throw StorageFailures.ofLedger(file, failure);
      }
      open = current;
    }
    return current;
  }

  private Open connect() throws SQLException {
    witness.warnIfSilent(name, LedgerInspection.of(file, witness).transactions());
    SQLiteConfig config = new SQLiteConfig();
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA secure_delete=ON");
      }
      RowChecks.register(connection);
      LedgerSchema.migrate(connection);
      RowChecks.cover(connection);
      return new Open(connection, new SqlStatements(connection, SqlDialect.SQLITE));
    } catch (SQLException | RuntimeException failure) {
      closeQuietly(connection);
      throw failure;
    }
  }

  private void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      LOG.warn("{}: a connection cannot be closed", name, failure);
    }
  }

  /** Waits for the transaction that runs, and closes. Calls after that open the file again. */
  @Override
  public void close() {
    lock.lock();
    try {
      Open last = open;
      open = null;
      if (last != null) {
        closeQuietly(last.connection());
      }
      witness.close();
    } finally {
      lock.unlock();
    }
  }
}
