package io.lethe.store.postgres;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.sql.DatabaseAccess;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The ledger's tables, made and changed by Flyway: {@code V1__ledger.sql} and what comes after it. No
 * script is ever changed, and one of a newer server is refused.
 */
final class PostgresSchema {

  private PostgresSchema() {}

  /** Opens further connections to the same database. */
  interface Connections {
    Connection open() throws SQLException;
  }

  static void migrate(DatabaseAccess access, Connections connections) {
    try {
      var _ = Flyway.configure(PostgresSchema.class.getClassLoader())
          .dataSource(new Source(connections))
          .locations("classpath:io/lethe/store/postgres")
          .table("lethe_schema")
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayException failure) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED,
          ("the tables of the ledger at %s are not those that this server knows; a newer server made"
              + " them, or the user may not make tables (%s)")
              .formatted(access.place(), failure.getClass().getSimpleName()),
          Map.of("ledger", access.place()), failure);
    }
  }

  /** As Flyway asks for connections. */
  private record Source(Connections connections) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      return connections.open();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return connections.open();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      throw new SQLFeatureNotSupportedException("the address says how long to wait");
    }

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
