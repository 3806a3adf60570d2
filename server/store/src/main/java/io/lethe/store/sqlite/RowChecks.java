package io.lethe.store.sqlite;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.FileDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.Function;

/**
 * A checksum of every row of every table. SQLite has none of its own, so each table has an index on
 * a hash of all its columns: SQLite writes it with the row, and its integrity check computes every
 * hash again. What is flipped in a row, or in the index, no longer fits.
 */
public final class RowChecks {

  private static final String FUNCTION = "lethe_check";
  private static final String PREFIX = "check_";
  private static final String OK = "ok";

  private RowChecks() {}

  /** Makes the hash known to a connection; before anything is read or written. */
  public static void register(Connection connection) throws SQLException {
    Function.create(connection, FUNCTION, new Hash(), -1, Function.FLAG_DETERMINISTIC);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cell_size_check=ON");
    }
  }

  /**
   * Reads the whole file. Costs O(ledger).
   *
   * @param name of the file
   * @throws LetheException of kind {@code STORAGE_FAILED} if anything in it is not as it was
   *     written
   */
  static void verify(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
      String found = result.next() ? result.getString(1) : "no answer";
      if (!OK.equals(found)) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED,
            "%s is damaged (%s); nothing was changed; restore it from a backup (lethe restore BACKUP)"
                .formatted(name, found),
            Map.of("file", name));
      }
    }
  }

  /** Gives every table the index it should have, on all its columns. */
  public static void cover(Connection connection) throws SQLException {
    Map<String, String> made = pairs(
        connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    for (String table : pairs(
        connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'").keySet()) {
      String name = PREFIX + table;
      // Names of our own schema, never values.
      String wanted = "CREATE INDEX %s ON %s (%s(%s))"
          .formatted(name, table, FUNCTION, String.join(", ", columns(connection, table)));
      if (!wanted.equals(made.get(name))) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("DROP INDEX IF EXISTS " + name);
          statement.execute(wanted);
        }
      }
    }
  }

  private static Map<String, String> pairs(Connection connection, String sql) throws SQLException {
    Map<String, String> pairs = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        pairs.put(result.getString(1), result.getString(2));
      }
    }
    return pairs;
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (result.next()) {
        columns.add(result.getString("name"));
      }
    }
    return columns;
  }

  /** The first eight bytes of the SHA-256 of all values with their types and lengths. */
  private static final class Hash extends Function {

    @Override
    protected void xFunc() throws SQLException {
      MessageDigest digest = FileDigest.newSha256();
      for (int k = 0; k < args(); k++) {
        byte[] value = value_blob(k);
        int length = value == null ? -1 : value.length;
        digest.update(ByteBuffer.allocate(8).putInt(value_type(k)).putInt(length).array());
        if (value != null) {
          digest.update(value);
        }
      }
      result(ByteBuffer.wrap(digest.digest()).getLong());
    }
  }
}
