package io.lethe.store.sql;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A ledger's database, which one server has for itself. Transactions happen one after the other. Every
 * method throws a {@link io.lethe.engine.LetheException} of kind {@code STORAGE_FAILED} or {@code
 * STORAGE_FULL} if the database refuses. Thread-safe.
 */
public interface SqlDatabase extends AutoCloseable {

  /** What is done within a transaction. */
  interface Work<T> {
    T run(SqlStatements sql) throws SQLException;
  }

  /** Reads; everything read belongs to one moment. */
  <T> T read(Work<T> work);

  /** Runs one transaction: when this returns it is synced, when it throws nothing has changed. */
  <T> T write(Work<T> work);

  /**
   * Runs one transaction that is synced with the next one of {@link #write} at the latest, and never
   * without what came before it. It survives the end of this process at once.
   */
  <T> T writeSyncedLater(Work<T> work);

  /**
   * Takes what was deleted out of the files that the database answers from. What was committed stays
   * committed if this fails; it is then tried again later.
   */
  void forgetDeleted();

  /** Whether nothing was ever written. */
  boolean isEmpty();

  /** Writes a SQLite file as of one moment, without what was deleted; to a name that is free. */
  void copyTo(Path copy);

  @Override
  void close();
}
