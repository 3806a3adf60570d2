package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.store.format.Json;
import io.lethe.store.format.VersionFacts;
import io.lethe.store.sql.SqlStatements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ledger's versions; each method runs within a transaction of its caller. */
final class VersionTable {

  private VersionTable() {}

  static List<ModelName> models(SqlStatements sql) throws SQLException {
    return sql.all(
        "SELECT model FROM active_version ORDER BY model", row -> new ModelName(row.getString(1)));
  }

  static Optional<VersionRecord> active(SqlStatements sql, ModelName model) throws SQLException {
    return sql.first("""
        SELECT v.facts, v.digest, v.destroyed
        FROM active_version a JOIN version v ON v.model = a.model AND v.number = a.number
        WHERE a.model = ?
        """, VersionTable::version, model.value());
  }

  static List<VersionRecord> versions(SqlStatements sql, ModelName model) throws SQLException {
    return sql.all(
        "SELECT facts, digest, destroyed FROM version WHERE model = ? ORDER BY number DESC",
        VersionTable::version, model.value());
  }

  static List<VersionRecord> stored(SqlStatements sql, ModelName model) throws SQLException {
    return sql.all("""
        SELECT facts, digest, destroyed FROM version WHERE model = ? AND destroyed = 0
        ORDER BY number DESC
        """, VersionTable::version, model.value());
  }

  static Set<Long> answered(SqlStatements sql, ModelName model) throws SQLException {
    return Set.copyOf(
        sql.all(
            "SELECT number FROM version WHERE model = ? AND answered = 1", row -> row.getLong(1),
            model.value()));
  }

  static long lastNumber(SqlStatements sql, ModelName model) throws SQLException {
    return sql
        .number("SELECT coalesce(max(number), 0) FROM version WHERE model = ?", model.value());
  }

  private static VersionRecord version(ResultSet row) throws SQLException {
    return new VersionRecord(
        VersionFacts.fromJson(Json.parse(row.getString(1))), row.getString(2), row.getBoolean(3));
  }

  static void commit(SqlStatements sql, VersionRecord next, long expectedActive)
      throws SQLException {
    add(sql, next, expectedActive);
    point(sql, next.id());
  }

  static void add(SqlStatements sql, VersionRecord next, long expectedActive) throws SQLException {
    VersionId id = next.id();
    Pointer active = pointer(sql, id.model());
    requireActive(id.model(), active, expectedActive);
    long highest = lastNumber(sql, id.model());
    if (id.number() <= highest) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "%s is not above version %d, which exists".formatted(id, highest), metadata(id));
    }
    requirePosition(id, next.manifest().erasurePosition(), active);
    sql.update(
        """
            INSERT INTO version (model, number, digest, erasure_position, destroyed, facts)
            VALUES (?, ?, ?, ?, ?, ?)
            """, id.model().value(), id.number(), next.digest(), next.manifest().erasurePosition(),
        next.destroyed() ? 1 : 0, Json.text(VersionFacts.toJson(next.manifest())));
  }

  static void activate(SqlStatements sql, VersionId id, long expectedActive) throws SQLException {
    VersionRecord wanted = sql
        .first(
            "SELECT facts, digest, destroyed FROM version WHERE model = ? AND number = ?",
            VersionTable::version, id.model().value(), id.number())
        .orElseThrow(() -> notFound(id, "was never committed"));
    Pointer active = pointer(sql, id.model());
    requirePosition(id, wanted.manifest().erasurePosition(), active);
    if (wanted.destroyed()) {
      throw notFound(id, "is destroyed");
    }
    requireActive(id.model(), active, expectedActive);
    point(sql, id);
  }

  static void markDestroyed(SqlStatements sql, VersionId id) throws SQLException {
    sql.update(
        "UPDATE version SET destroyed = 1 WHERE model = ? AND number = ?", id.model().value(),
        id.number());
  }

  static void deleteModel(SqlStatements sql, ModelName model) throws SQLException {
    sql.update("DELETE FROM active_version WHERE model = ?", model.value());
    sql.update("UPDATE version SET destroyed = 1 WHERE model = ?", model.value());
    sql.update(
        "INSERT INTO deleted_model (model) VALUES (?) ON CONFLICT DO NOTHING", model.value());
  }

  static List<ModelName> deletedModels(SqlStatements sql) throws SQLException {
    return sql.all(
        "SELECT model FROM deleted_model ORDER BY model", row -> new ModelName(row.getString(1)));
  }

  static void forgetDeletedModel(SqlStatements sql, ModelName model) throws SQLException {
    sql.update("DELETE FROM deleted_model WHERE model = ?", model.value());
    // Its log begins anew.
    sql.update("UPDATE readmission SET place = 0 WHERE model = ?", model.value());
  }

  /** The active version's number and erasure position, both 0 if there is none. */
  record Pointer(long number, long position) {}

  static Pointer pointer(SqlStatements sql, ModelName model) throws SQLException {
    return sql.first("""
        SELECT v.number, v.erasure_position
        FROM active_version a JOIN version v ON v.model = a.model AND v.number = a.number
        WHERE a.model = ?
        """, row -> new Pointer(row.getLong(1), row.getLong(2)), model.value())
        .orElse(new Pointer(0, 0));
  }

  static void requireActive(ModelName model, Pointer active, long expectedActive) {
    long number = active.number();
    if (number != expectedActive) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "version %d of %s is active, not %d".formatted(number, model, expectedActive),
          Map.of("model", model.value()));
    }
  }

  private static void requirePosition(VersionId id, long position, Pointer active) {
    long activePosition = active.position();
    if (position < activePosition) {
      throw new LetheException(
          ErrorKind.VERSION_HOLDS_ERASED_DATA,
          "%s reflects erasures up to %d, the active version up to %d"
              .formatted(id, position, activePosition),
          metadata(id));
    }
  }

  private static void point(SqlStatements sql, VersionId id) throws SQLException {
    sql.update("""
        INSERT INTO active_version (model, number) VALUES (?, ?)
        ON CONFLICT (model) DO UPDATE SET number = excluded.number
        """, id.model().value(), id.number());
    sql.update(
        "UPDATE version SET answered = 1 WHERE model = ? AND number = ?", id.model().value(),
        id.number());
  }

  private static LetheException notFound(VersionId id, String reason) {
    return new LetheException(ErrorKind.VERSION_NOT_FOUND, id + " " + reason, metadata(id));
  }

  private static Map<String, String> metadata(VersionId id) {
    return Map.of("model", id.model().value(), "version", String.valueOf(id.number()));
  }
}
