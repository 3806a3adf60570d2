package io.lethe.store.postgres;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.sql.SQLException;
import java.util.Map;

/**
 * Turns failures of PostgreSQL into the engine's. By their code alone: the text of one may quote the
 * values of a row.
 */
final class PostgresFailures {

  private static final String DISK_FULL = "53100";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  /** The classes of codes that end a connection: no connection, the operator's intervention. */
  private static final String CONNECTION = "08";
  private static final String INTERVENTION = "57P";

  private PostgresFailures() {}

  static LetheException of(String place, SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case DISK_FULL -> new LetheException(
          ErrorKind.STORAGE_FULL, "no space is left for the ledger at " + place, failure);
      case LOCK_NOT_AVAILABLE -> new LetheException(
          ErrorKind.STORAGE_FAILED,
          "another server has the ledger at %s; end it or choose another database".formatted(place),
          Map.of("ledger", place), failure);
      default -> isOfConnection(failure)
          ? failed(ErrorKind.LEDGER_UNREACHABLE, "cannot be reached", place, failure)
          : failed(ErrorKind.STORAGE_FAILED, "refused", place, failure);
    };
  }

  private static LetheException failed(
      ErrorKind kind, String what, String place, SQLException failure) {
    return new LetheException(
        kind,
        "the ledger at %s %s (PostgreSQL code %s)".formatted(place, what, failure.getSQLState()),
        Map.of("ledger", place), failure);
  }

  /** Whether the connection is of no use any more, so that what was asked last may have happened. */
  static boolean isOfConnection(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || state.startsWith(CONNECTION) || state.startsWith(INTERVENTION);
  }
}
