package io.lethe.store.ledger;

import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.sql.SqlStatements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The ledger's record of what was destroyed; each method runs within a transaction of its caller.
 */
final class DestroyedVersionTable {

  private DestroyedVersionTable() {}

  static void record(SqlStatements sql, DestroyedVersion gone) throws SQLException {
    VersionTable.markDestroyed(sql, gone.id());
    sql.update(
        """
            INSERT INTO destroyed_version (model, number, digest, erasure_position, destroyed, reason)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (model, number) DO NOTHING
            """,
        gone.id().model().value(), gone.id().number(), gone.digest(), gone.erasurePosition(),
        gone.time().toString(), gone.reason().name());
  }

  static List<DestroyedVersion> list(SqlStatements sql, ModelName model, long from, long below)
      throws SQLException {
    return sql.all(
        """
            SELECT number, digest, erasure_position, destroyed, reason FROM destroyed_version
            WHERE model = ? AND erasure_position >= ? AND erasure_position < ? ORDER BY number
            """,
        row -> new DestroyedVersion(
            new VersionId(model, row.getLong(1)), row.getString(2), row.getLong(3),
            Instant.parse(row.getString(4)), DestroyedVersion.Reason.valueOf(row.getString(5))),
        model.value(), from, below);
  }
}
