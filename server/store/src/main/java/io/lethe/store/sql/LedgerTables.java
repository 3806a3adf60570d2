package io.lethe.store.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The ledger's tables, which every database has with the same columns. */
public final class LedgerTables {

  /** Each after those that its rows refer to. The count of commits is a database's own. */
  public static final List<String> NAMES = List.of(
      "version", "active_version", "destroyed_version", "deleted_model", "alias", "erasure",
      "erasure_target", "erasure_tombstones", "suppression", "readmission", "receipt_leaf",
      "receipt_tree", "receipt_key", "subject_request", "status_callback", "audit_event", "append",
      "catalog_item");

  /** Those whose rows the database numbers, with the column. */
  private static final Map<String, String> NUMBERED = Map
      .of("audit_event", "sequence", "append", "sequence", "catalog_item", "number");

  private LedgerTables() {}

  /** Whether nothing was ever written: every other table's rows belong to a row of these. */
  public static boolean isEmpty(SqlStatements sql) throws SQLException {
    return sql.number("""
        SELECT CASE WHEN EXISTS (SELECT 1 FROM version) OR EXISTS (SELECT 1 FROM erasure)
          OR EXISTS (SELECT 1 FROM suppression) OR EXISTS (SELECT 1 FROM subject_request)
          OR EXISTS (SELECT 1 FROM append) OR EXISTS (SELECT 1 FROM catalog_item)
          THEN 1 ELSE 0 END
        """) == 0;
  }

  /**
   * Copies every row into a ledger that is empty, and the count of transactions, in one transaction of it.
   *
   * @return how many rows
   */
  public static long copy(SqlDatabase from, SqlDatabase to) {
    return from.read(source -> to.write(target -> {
      long rows = 0;
      for (String table : NAMES) {
        rows += copy(source, target, table);
      }
      for (Map.Entry<String, String> numbered : NUMBERED.entrySet()) {
        target.dialect().goOnNumbering(target, numbered.getKey(), numbered.getValue());
      }
      var _ = target.update(
          "UPDATE commit_count SET commits = ?", source.number("SELECT commits FROM commit_count"));
      return rows;
    }));
  }

  private static long copy(SqlStatements source, SqlStatements target, String table)
      throws SQLException {
    // Names of our own schema, never values.
    return source.forEach("SELECT * FROM " + table, row -> {
      var _ = target.update(insert(table, row.getMetaData()), values(row));
    });
  }

  private static String insert(String table, ResultSetMetaData columns) throws SQLException {
    StringBuilder names = new StringBuilder();
    for (int k = 1; k <= columns.getColumnCount(); k++) {
      names.append(k == 1 ? "" : ", ").append(columns.getColumnName(k));
    }
    return "INSERT INTO %s (%s) VALUES (%s)".formatted(
        table, names, String.join(", ", Collections.nCopies(columns.getColumnCount(), "?")));
  }

  private static Object[] values(ResultSet row) throws SQLException {
    Object[] values = new Object[row.getMetaData().getColumnCount()];
    for (int k = 0; k < values.length; k++) {
      values[k] = row.getObject(k + 1);
    }
    return values;
  }

  /** Deletes every row; the database belongs to no data folder then. */
  public static void empty(SqlDatabase database) {
    var _ = database.write(sql -> {
      for (String table : NAMES.reversed()) {
        var _ = sql.update("DELETE FROM " + table);
      }
      sql.dialect().disown(sql);
      return 0;
    });
  }

  /** How many rows each table has, in the order of {@link #NAMES}. */
  public static List<Long> counts(SqlDatabase database) {
    return database.read(sql -> {
      long[] counts = new long[NAMES.size()];
      for (int k = 0; k < counts.length; k++) {
        counts[k] = sql.number("SELECT count(*) FROM " + NAMES.get(k));
      }
      return IntStream.range(0, counts.length).mapToObj(k -> counts[k]).toList();
    });
  }
}
