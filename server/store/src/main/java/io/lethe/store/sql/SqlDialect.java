package io.lethe.store.sql;

import java.sql.SQLException;

/** What the databases write differently. All else of the ledger's SQL is the same text for both. */
public enum SqlDialect {
  SQLITE("SELECT value FROM json_each(?)", "unixepoch(%s)", "lower(hex(%s))"),
  POSTGRESQL(
      "SELECT json_array_elements_text(CAST(? AS json))",
      "EXTRACT(EPOCH FROM CAST(%s AS timestamptz))", "encode(%s, 'hex')");

  private final String texts;
  private final String epochSecond;
  private final String hex;

  SqlDialect(String texts, String epochSecond, String hex) {
    this.texts = texts;
    this.epochSecond = epochSecond;
    this.hex = hex;
  }

  /** A query of the texts in one value, a JSON array: the SQL is the same for any number of them. */
  public String texts() {
    return texts;
  }

  /** The seconds since 1970 of a column that holds an ISO 8601 text. */
  public String epochSecond(String column) {
    return epochSecond.formatted(column);
  }

  /** The hexadecimal digits, in small letters, of a column that holds bytes. */
  public String hex(String column) {
    return hex.formatted(column);
  }

  /** After rows came in with their numbers: the next row gets the number after the largest. */
  void goOnNumbering(SqlStatements sql, String table, String column) throws SQLException {
    switch (this) {
      case SQLITE -> {
        // Its next number is the largest and one.
      }
      case POSTGRESQL -> {
        long _ = sql.number(
            "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'), coalesce(max(%2$s), 0) + 1, false)"
                .formatted(table, column) + " FROM " + table);
      }
    }
  }

  /** The ledger is no data folder's any more. */
  void disown(SqlStatements sql) throws SQLException {
    switch (this) {
      case SQLITE -> {
        // It lies in its data folder.
      }
      case POSTGRESQL -> {
        int _ = sql.update("UPDATE commit_count SET folder = ''");
      }
    }
  }
}
