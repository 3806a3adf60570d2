package io.lethe.store;

import io.lethe.engine.dsr.RequestStatus;
import io.lethe.engine.dsr.StatusCallback;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.erasure.ErasureId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's data subject requests and their callbacks; each method runs within a transaction of its
 * caller. The names of a request's erasures are one text, with spaces between them.
 */
final class SubjectRequestTable {

  private static final String SEPARATOR = " ";

  private SubjectRequestTable() {}

  /** How many rows were added. */
  static int insert(SqlStatements sql, SubjectRequest request, List<StatusCallback> callbacks)
      throws SQLException {
    int rows = sql.update(
        """
            INSERT INTO subject_request
              (id, controller, payload_digest, received, expires, erasures)
            VALUES (?, ?, ?, ?, ?, ?)
            """, request.id().toString(), request.controller(), request.payloadDigest(),
        request.received().toString(), request.expires().toString(),
        request.erasures()
            .stream()
            .map(ErasureId::toString)
            .collect(Collectors.joining(SEPARATOR)));
    for (StatusCallback callback : callbacks) {
      rows += sql.update(
          "INSERT INTO status_callback (request, place, url) VALUES (?, ?, ?)",
          callback.request().toString(), callback.place(), callback.url());
    }
    return rows;
  }

  static Optional<SubjectRequest> find(SqlStatements sql, UUID id) throws SQLException {
    return sql.first(
        "SELECT * FROM subject_request WHERE id = ?", SubjectRequestTable::request, id.toString());
  }

  private static SubjectRequest request(ResultSet row) throws SQLException {
    String erasures = row.getString("erasures");
    return new SubjectRequest(
        UUID.fromString(row.getString("id")), row.getString("controller"),
        row.getString("payload_digest"), Instant.parse(row.getString("received")),
        Instant.parse(row.getString("expires")),
        erasures.isEmpty()
            ? List.of()
            : Arrays.stream(erasures.split(SEPARATOR, -1)).map(ErasureId::parse).toList());
  }

  static List<StatusCallback> callbacks(SqlStatements sql) throws SQLException {
    return sql.all(
        "SELECT * FROM status_callback ORDER BY request, place", SubjectRequestTable::callback);
  }

  private static StatusCallback callback(ResultSet row) throws SQLException {
    String told = row.getString("told");
    String failing = row.getString("failing_since");
    return new StatusCallback(
        UUID.fromString(row.getString("request")), row.getInt("place"), row.getString("url"),
        told == null ? null : RequestStatus.valueOf(told),
        failing == null ? null : Instant.parse(failing));
  }

  static int update(SqlStatements sql, StatusCallback callback) throws SQLException {
    return sql.update(
        "UPDATE status_callback SET told = ?, failing_since = ? WHERE request = ? AND place = ?",
        text(callback.told()), text(callback.failingSince()), callback.request().toString(),
        callback.place());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  static int delete(SqlStatements sql, StatusCallback callback) throws SQLException {
    return sql.update(
        "DELETE FROM status_callback WHERE request = ? AND place = ?",
        callback.request().toString(), callback.place());
  }
}
