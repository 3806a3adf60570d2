package io.lethe.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, each prepared once and kept. SQL texts are constants, never put
 * together from values. Confined: the database's lock guards it.
 */
public final class SqlStatements {

  private static final int MAX_PREPARED_STATEMENTS = 128;

  private final Connection connection;
  private final SqlDialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** On a connection that is the caller's to close. */
  public SqlStatements(Connection connection, SqlDialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** How the database writes what others write differently. */
  public SqlDialect dialect() {
    return dialect;
  }

  /** Makes a value of the row that a result set is at. */
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement; returns how many rows it changed. */
  public int update(String sql, @Nullable Object... values) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, values);
  }

  /** Runs a query; returns the value of each row. */
  public <T> List<T> all(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    return run(sql, statement -> {
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
      return rows;
    }, values);
  }

  /** What is done with the row that a result set is at. */
  public interface EachRow {
    void take(ResultSet row) throws SQLException;
  }

  /** Runs a query and hands over row by row; returns how many there were. */
  public long forEach(String sql, EachRow row, @Nullable Object... values) throws SQLException {
    return run(sql, statement -> {
      long rows = 0;
      try (ResultSet result = statement.executeQuery()) {
        for (; result.next(); rows++) {
          row.take(result);
        }
      }
      return rows;
    }, values);
  }

  /** The first row of an answer, if there is any. */
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values)
      throws SQLException {
    return run(sql, statement -> {
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(row.read(result)) : Optional.empty();
      }
    }, values);
  }

  /** A number that the answer always has. */
  public long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values)
        .orElseThrow(() -> new SQLException("no answer to " + sql));
  }

  /** What is done with a statement. */
  private interface Execution<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  /** A statement that failed cannot be used again: it is prepared again at the next call. */
  private <T> T run(String sql, Execution<T> execution, @Nullable Object... values)
      throws SQLException {
    try {
      return execution.run(bound(sql, values));
    } catch (SQLException failure) {
      try (PreparedStatement _ = prepared.remove(sql)) {
        throw failure;
      }
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      if (prepared.size() == MAX_PREPARED_STATEMENTS) {
        throw new IllegalStateException("SQL texts are meant to be constants");
      }
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int k = 0; k < values.length; k++) {
      statement.setObject(k + 1, values[k]);
    }
    return statement;
  }
}
