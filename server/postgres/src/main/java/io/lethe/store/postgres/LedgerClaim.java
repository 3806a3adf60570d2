package io.lethe.store.postgres;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseProvider.Owner;
import io.lethe.store.sql.LedgerTables;
import io.lethe.store.sql.SqlStatements;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/**
 * Takes a ledger for a server: it must be the data folder's, and hold all that was acknowledged.
 *
 * @param place of the database, for messages
 * @param witness of the data folder
 */
record LedgerClaim(String place, Owner owner, CommitWitness witness) {

  /**
   * Takes it.
   *
   * @return the number under which the server commits, above those of all servers before it
   * @throws LetheException of kind {@code STORAGE_FAILED} if it may not be taken; nothing was changed
   */
  long take(PostgresSession session) throws SQLException {
    SqlStatements sql = session.statements();
    checkOwner(sql);
    checkPromised(sql.number("SELECT commits FROM commit_count"));
    long writer = sql.number(
        "UPDATE commit_count SET writer = writer + 1, folder = ? RETURNING writer", owner.folder());
    session.commit();
    return writer;
  }

  /** Whether no server took it since. */
  static boolean isHeld(PostgresSession session, long writer) throws SQLException {
    boolean held = session.statements().number("SELECT writer FROM commit_count") == writer;
    session.rollBack();
    return held;
  }

  private void checkOwner(SqlStatements sql) throws SQLException {
    String known = sql.first("SELECT folder FROM commit_count", row -> row.getString(1)).orElse("");
    boolean isFree = known.isEmpty() && LedgerTables.isEmpty(sql);
    if (!known.equals(owner.folder()) && !(owner.isNew() && isFree)) {
      throw failed(
          isFree
              ? "the database at %s holds no ledger, and this data folder has one there; bring it back"
                  .formatted(place)
              : "the database at %s is the ledger of another data folder (%s, not %s); choose another one"
                  .formatted(place, known, owner.folder()));
    }
  }

  private void checkPromised(long commits) {
    try {
      if (witness.read() instanceof CommitWitness.Word.Counted(long promised)
          && promised > commits) {
        throw failed(
            ("the ledger at %s holds %d transactions, and %s says that %d were acknowledged: %d are lost,"
                + " and acknowledged erasures may be among them. Bring back a copy of the database that"
                + " holds them, such as the standby that has them")
                .formatted(place, commits, witness.name(), promised, promised - commits));
      }
    } catch (IOException failure) {
      throw StorageFailures.of(witness.name(), failure);
    }
  }

  private LetheException failed(String message) {
    return new LetheException(ErrorKind.STORAGE_FAILED, message, Map.of("ledger", place));
  }
}
