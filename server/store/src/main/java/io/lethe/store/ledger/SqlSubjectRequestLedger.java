package io.lethe.store.ledger;

import io.lethe.engine.dsr.RequestStatus;
import io.lethe.engine.dsr.StatusCallback;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlStatements;
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
 * Data subject requests and their callbacks in the ledger's file. The names of a request's erasures
 * are one text, with spaces between them.
 */
final class SqlSubjectRequestLedger implements SubjectRequestLedger {

  private static final String SEPARATOR = " ";

  private final SqlDatabase database;
  private final SpaceReserve reserve;

  SqlSubjectRequestLedger(SqlDatabase database, SpaceReserve reserve) {
    this.database = database;
    this.reserve = reserve;
  }

  @Override
  public void add(SubjectRequest request, List<StatusCallback> callbacks) {
    reserve.require("another subject request");
    var _ = database.write(sql -> insert(sql, request, callbacks));
  }

  @Override
  public Optional<SubjectRequest> find(UUID id) {
    return database.read(sql -> find(sql, id));
  }

  @Override
  public List<StatusCallback> callbacks() {
    return database.read(SqlSubjectRequestLedger::callbacks);
  }

  @Override
  public void update(StatusCallback callback) {
    var _ = database.write(sql -> update(sql, callback));
  }

  @Override
  public void end(StatusCallback callback) {
    var _ = database.write(sql -> delete(sql, callback));
  }

  /** How many rows were added. */
  private static int insert(
      SqlStatements sql, SubjectRequest request, List<StatusCallback> callbacks)
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

  private static Optional<SubjectRequest> find(SqlStatements sql, UUID id) throws SQLException {
    return sql.first(
        "SELECT * FROM subject_request WHERE id = ?", SqlSubjectRequestLedger::request,
        id.toString());
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

  private static List<StatusCallback> callbacks(SqlStatements sql) throws SQLException {
    return sql.all(
        "SELECT * FROM status_callback ORDER BY request, place", SqlSubjectRequestLedger::callback);
  }

  private static StatusCallback callback(ResultSet row) throws SQLException {
    String told = row.getString("told");
    String failing = row.getString("failing_since");
    return new StatusCallback(
        UUID.fromString(row.getString("request")), row.getInt("place"), row.getString("url"),
        told == null ? null : RequestStatus.valueOf(told),
        failing == null ? null : Instant.parse(failing));
  }

  private static int update(SqlStatements sql, StatusCallback callback) throws SQLException {
    return sql.update(
        "UPDATE status_callback SET told = ?, failing_since = ? WHERE request = ? AND place = ?",
        text(callback.told()), text(callback.failingSince()), callback.request().toString(),
        callback.place());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static int delete(SqlStatements sql, StatusCallback callback) throws SQLException {
    return sql.update(
        "DELETE FROM status_callback WHERE request = ? AND place = ?",
        callback.request().toString(), callback.place());
  }
}
