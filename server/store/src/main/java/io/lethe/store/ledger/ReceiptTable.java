package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.engine.transparency.TreeHead;
import io.lethe.store.sql.SqlStatements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The leaves of the receipt log; each method runs within a transaction of its caller. */
final class ReceiptTable {

  private static final String LOGGED = """
      SELECT leaf, id, receipt_statement FROM receipt_leaf JOIN erasure USING (sequence)
      WHERE leaf >= ? ORDER BY leaf LIMIT ?
      """;

  private ReceiptTable() {}

  /** Appends the leaf of an erasure whose receipt is stored. */
  static void append(SqlStatements sql, LoggedReceipt logged) throws SQLException {
    long sequence = sql
        .number("SELECT sequence FROM erasure WHERE id = ?", logged.step().id().value().toString());
    sql.update(
        "INSERT INTO receipt_leaf (leaf, sequence, hash) VALUES (?, ?, ?)", size(sql), sequence,
        TreeHash.ofLeaf(logged.step().receipt().statement()).bytes());
    sql.update(
        "INSERT INTO receipt_key (sequence, commitment_key, stored) VALUES (?, ?, ?)", sequence,
        logged.commitmentKey(), logged.issued().toEpochMilli());
  }

  /** How many leaves the receipt log has. */
  static long size(SqlStatements sql) throws SQLException {
    return sql.number("SELECT coalesce(max(leaf) + 1, 0) FROM receipt_leaf");
  }

  /** Notes the tree that results; its size must be the number of leaves. */
  static void grown(SqlStatements sql, LogCheckpoint after) throws SQLException {
    long size = size(sql);
    if (size != after.head().size()) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "the receipt log has %d leaves, not %d".formatted(size, after.head().size()));
    }
    sql.update("""
        INSERT INTO receipt_tree (one, origin, size, root) VALUES (1, ?, ?, ?)
        ON CONFLICT (one) DO UPDATE
        SET origin = excluded.origin, size = excluded.size, root = excluded.root
        """, after.origin(), size, after.head().root().bytes());
  }

  static List<OpenErasure> unattested(SqlStatements sql, ModelName model) throws SQLException {
    return sql.all(ErasureRow.SELECT_WITH_TARGET + """
        WHERE model = ? AND state <> 'COMPLETED' AND state = 'FAILED'
          AND receipt_statement IS NULL
        ORDER BY position
        """, ErasureRow::open, model.value());
  }

  static Optional<LogCheckpoint> tree(SqlStatements sql) throws SQLException {
    return sql.first(
        "SELECT origin, size, root FROM receipt_tree", row -> new LogCheckpoint(
            row.getString("origin"), new TreeHead(row.getLong("size"), hash(row, "root"))));
  }

  static List<TreeHash> leaves(SqlStatements sql, long from, int max) throws SQLException {
    return sql.all(
        "SELECT hash FROM receipt_leaf WHERE leaf >= ? ORDER BY leaf LIMIT ?",
        row -> hash(row, "hash"), from, max);
  }

  /** Bytes of another length were not written by this server. */
  private static TreeHash hash(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    if (bytes.length != TreeHash.BYTES) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED, "the ledger has a hash of %d bytes; %d are right"
              .formatted(bytes.length, TreeHash.BYTES));
    }
    return TreeHash.of(bytes);
  }

  static List<ReceiptLedger.Entry> entries(SqlStatements sql, long from, int max)
      throws SQLException {
    return sql.all(
        LOGGED,
        row -> new ReceiptLedger.Entry(
            row.getLong("leaf"), ErasureId.parse(row.getString("id")),
            row.getBytes("receipt_statement")),
        from, max);
  }

  static Optional<ReceiptLedger.Place> place(SqlStatements sql, ErasureId id) throws SQLException {
    return sql.first("""
        SELECT leaf, commitment_key FROM erasure JOIN receipt_leaf USING (sequence)
          LEFT JOIN receipt_key USING (sequence)
        WHERE id = ?
        """, row -> {
      byte[] key = row.getBytes("commitment_key");
      return new ReceiptLedger.Place(row.getLong("leaf"), key == null ? new byte[0] : key);
    }, id.value().toString());
  }

  static long keysBefore(SqlStatements sql, Instant before) throws SQLException {
    return sql.number("SELECT count(*) FROM receipt_key WHERE stored < ?", before.toEpochMilli());
  }

  static int destroyKeys(SqlStatements sql, Instant before) throws SQLException {
    return sql.update("DELETE FROM receipt_key WHERE stored < ?", before.toEpochMilli());
  }
}
