package io.lethe.store.postgres;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.DatabaseProvider.Owner;
import io.lethe.store.sql.LedgerTables;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlStatements;
import io.lethe.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger in a PostgreSQL database, behind one connection and one lock. One server has it: a lock in
 * the database keeps others out, and every transaction counts itself under the number that its server
 * took at the start, so that a server whose connection was lost, and whose place another one took,
 * commits nothing. Deleted rows leave the tables' files, and stay in the database's write-ahead log
 * until that is recycled, in its archives and its backups. Thread-safe.
 */
final class PostgresDatabase implements SqlDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
  private static final String COUNT = """
      UPDATE commit_count SET commits = commits + 1 WHERE writer = ? RETURNING commits
      """;
  /** The tables whose rows are of people and are deleted. */
  private static final String REWRITE = "VACUUM (FULL) erasure_target, append, receipt_key";

  private final DatabaseAccess access;
  private final LedgerClaim claim;
  private final CommitWitness witness;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable PostgresSession open;
  /** The number under which this server commits; 0 before it is taken. */
  private long writer;
  /** Whether the last attempt to connect failed; the log says so once. */
  private boolean unreachable;
  /** Why nothing may be read or written any more. */
  private @Nullable LetheException lost;

  private PostgresDatabase(DatabaseAccess access, Owner owner, CommitWitness witness) {
    this.access = access;
    this.claim = new LedgerClaim(access.place(), owner, witness);
    this.witness = witness;
  }

  /** As {@link io.lethe.store.sql.DatabaseProvider#open}. */
  static PostgresDatabase open(DatabaseAccess access, Owner owner, CommitWitness witness) {
    PostgresDatabase database = new PostgresDatabase(access, owner, witness);
    try {
      var _ = database.read(sql -> 0);
      return database;
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    return locked(() -> {
      T result = begun(work);
      rollBack();
      return result;
    });
  }

  @Override
  public <T> T write(Work<T> work) {
    return write(work, true);
  }

  @Override
  public <T> T writeSyncedLater(Work<T> work) {
    return write(sql -> {
      var _ = sql.update("SET LOCAL synchronous_commit = off");
      return work.run(sql);
    }, false);
  }

  private record Counted<T>(T result, long commits) {}

  private <T> T write(Work<T> work, boolean synced) {
    return locked(() -> {
      Counted<T> counted = begun(sql -> new Counted<>(work.run(sql), count(sql)));
      commit(counted.commits());
      if (synced) {
        witness.remember(counted.commits());
      }
      return counted.result();
    });
  }

  private interface Transaction<T> {
    T run() throws SQLException;
  }

  /** One at a time; what is not committed is rolled back. */
  private <T> T locked(Transaction<T> transaction) {
    lock.lock();
    try {
      return transaction.run();
    } catch (SQLException failure) {
      rollBack();
      throw PostgresFailures.of(access.place(), failure);
    } catch (RuntimeException | Error failure) {
      rollBack();
      throw failure;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does the work and leaves its transaction open. A connection that turns out to be lost, as after a
   * restart of the database, is made anew once: nothing of the work was committed.
   */
  private <T> T begun(Work<T> work) throws SQLException {
    boolean isNew = open == null;
    try {
      return work.run(current().statements());
    } catch (SQLException failure) {
      if (isNew || !PostgresFailures.isOfConnection(failure)) {
        throw failure;
      }
      giveUp();
      return begun(work);
    }
  }

  /** Counts the transaction, if this server may still commit one. */
  private long count(SqlStatements sql) throws SQLException {
    return sql.first(COUNT, row -> row.getLong(1), writer).orElseThrow(this::replaced);
  }

  private LetheException replaced() {
    LetheException reason = failed(
        "another server took the ledger at %s over: this one may commit nothing more; end it"
            .formatted(access.place()));
    lost = reason;
    return reason;
  }

  /**
   * Commits. If the connection is lost meanwhile, the count tells whether it was done; while that cannot be
   * asked, nothing is known of it, and the server must read everything anew.
   */
  private void commit(long commits) throws SQLException {
    try {
      current().commit();
    } catch (SQLException failure) {
      if (!PostgresFailures.isOfConnection(failure)) {
        throw failure;
      }
      giveUp();
      if (committed(failure) != commits) {
        throw failure;
      }
    }
  }

  private long committed(SQLException failure) {
    try {
      PostgresSession session = current();
      long commits = session.statements().number("SELECT commits FROM commit_count");
      session.rollBack();
      return commits;
    } catch (SQLException | LetheException unknown) {
      unknown.addSuppressed(failure);
      LetheException reason = failed(
          "the connection to the ledger at %s was lost during a commit, and whether it was done cannot be"
              .formatted(access.place()) + " asked: start the server again");
      reason.addSuppressed(unknown);
      lost = reason;
      throw reason;
    }
  }

  private LetheException failed(String message) {
    return new LetheException(ErrorKind.STORAGE_FAILED, message, Map.of("ledger", access.place()));
  }

  private PostgresSession current() throws SQLException {
    LetheException reason = lost;
    if (reason != null) {
      throw reason;
    }
    PostgresSession current = open;
    if (current == null) {
      current = connected();
      try {
        enter(current);
      } catch (SQLException | RuntimeException failure) {
        try (PostgresSession _ = current) {
          throw failure;
        }
      }
      open = current;
    }
    return current;
  }

  private PostgresSession connected() throws SQLException {
    try {
      PostgresSession session = PostgresSession.open(access);
      unreachable = false;
      return session;
    } catch (SQLException | RuntimeException failure) {
      if (!unreachable && writer != 0) {
        LOG.warn(
            "the ledger at {} cannot be reached: nothing is erased, appended or trained until it can",
            access.place());
      }
      unreachable = true;
      throw failure;
    }
  }

  /** Takes the ledger at the start; after a lost connection, sees that it is still this server's. */
  private void enter(PostgresSession session) throws SQLException {
    if (writer == 0) {
      writer = claim.take(session);
    } else if (LedgerClaim.isHeld(session, writer)) {
      LOG.info("connected to the ledger at {} again", access.place());
    } else {
      throw replaced();
    }
  }

  /** A connection whose transaction cannot be rolled back is given up, which rolls it back. */
  private void rollBack() {
    PostgresSession session = open;
    if (session != null) {
      try {
        session.rollBack();
      } catch (SQLException failure) {
        LOG.warn("the connection to the ledger at {} is given up", access.place(), failure);
        giveUp();
      }
    }
  }

  private void giveUp() {
    PostgresSession session = open;
    open = null;
    if (session != null) {
      try {
        session.close();
      } catch (SQLException failure) {
        LOG.warn("a connection to the ledger at {} cannot be closed", access.place(), failure);
      }
    }
  }

  @Override
  public void forgetDeleted() {
    lock.lock();
    try {
      current().alone(REWRITE);
    } catch (SQLException | LetheException failure) {
      LOG.warn("deleted rows are still in the tables of {}", access.place(), failure);
      rollBack();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isEmpty() {
    return read(LedgerTables::isEmpty);
  }

  @Override
  public void copyTo(Path copy) {
    try (SqliteDatabase sqlite = SqliteDatabase.open(copy)) {
      long _ = LedgerTables.copy(this, sqlite);
      sqlite.forgetDeleted();
    }
  }

  /** Waits for the transaction that runs, and lets go of the ledger. */
  @Override
  public void close() {
    lock.lock();
    try {
      giveUp();
      witness.close();
    } finally {
      lock.unlock();
    }
  }
}
