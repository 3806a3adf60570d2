package io.lethe.store.postgres;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.SqlDialect;
import io.lethe.store.sql.SqlStatements;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A connection that has the ledger for itself: PostgreSQL holds a lock for it and lets go of it when the
 * connection ends. Not thread-safe.
 */
final class PostgresSession implements AutoCloseable {

  /** "lethe" in ASCII: what the lock is called. */
  private static final long LOCK = 0x6c65746865L;
  private static final String LOCK_WAIT = "SET lock_timeout = '5s'";
  private static final int CONNECT_SECONDS_MAX = 10;
  /** Longer than a transaction of the ledger takes, shorter than a caller waits. */
  private static final int ANSWER_SECONDS_MAX = 30;
  /** Without them a commit may be lost, or a page be torn, when the database's machine ends. */
  private static final List<String> NEEDED_ON = List.of("fsync", "full_page_writes");

  private final Connection connection;
  private final SqlStatements statements;

  private PostgresSession(Connection connection) {
    this.connection = connection;
    this.statements = new SqlStatements(connection, SqlDialect.POSTGRESQL);
  }

  /**
   * Connects, waits up to five seconds for the lock, and makes the tables.
   *
   * @throws LetheException if the database's settings make no commit durable, or its tables are of a
   *     newer server
   */
  static PostgresSession open(DatabaseAccess access) throws SQLException {
    Connection connection = connect(access);
    try {
      PostgresSession session = new PostgresSession(connection);
      session.settle(access.place());
      session.execute(LOCK_WAIT);
      session.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      PostgresSchema.migrate(access, () -> connect(access));
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      return session;
    } catch (SQLException | RuntimeException failure) {
      try (connection) {
        throw failure;
      }
    }
  }

  private static Connection connect(DatabaseAccess access) throws SQLException {
    try {
      Properties properties = access.properties();
      properties.setProperty("ApplicationName", "lethe");
      properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS_MAX));
      properties.setProperty("socketTimeout", String.valueOf(ANSWER_SECONDS_MAX));
      properties.setProperty("tcpKeepAlive", "true");
      return DriverManager.getConnection(access.url(), properties);
    } catch (IOException unreadable) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED, "the file of the ledger's password cannot be read", unreadable);
    }
  }

  private void settle(String place) throws SQLException {
    for (String setting : NEEDED_ON) {
      String value = setting(setting);
      if (!value.equals("on")) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED,
            "the ledger at %s has %s = %s; on is needed, as what is acknowledged must outlive the machine"
                .formatted(place, setting, value),
            Map.of("ledger", place));
      }
    }
    if (setting("synchronous_commit").equals("off")) {
      execute("SET synchronous_commit = on");
    }
  }

  private String setting(String name) throws SQLException {
    return statements.first("SELECT current_setting(?)", row -> row.getString(1), name).orElse("");
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  SqlStatements statements() {
    return statements;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollBack() throws SQLException {
    connection.rollback();
  }

  /** Runs what cannot be part of a transaction. */
  void alone(String sql) throws SQLException {
    connection.setAutoCommit(true);
    try {
      execute(sql);
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** Ends the connection, and with it the lock and what was not committed. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
