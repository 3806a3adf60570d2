package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.audit.AuditTrail;
import io.lethe.store.sql.SqlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit trail in the ledger's file. */
final class SqlAuditTrail implements AuditTrail {

  private final SqlDatabase database;

  SqlAuditTrail(SqlDatabase database) {
    this.database = database;
  }

  /** An event with its number, from 1. */
  private record Numbered(long number, AuditEvent event) {}

  @Override
  public void add(AuditEvent event) {
    var _ = database.write(
        sql -> sql.update(
            """
                INSERT INTO audit_event (time, principal, action, resource, refusal)
                VALUES (?, ?, ?, ?, ?)
                """, event.time().toString(), event.principal(), event.action(), event.resource(),
            event.refusal() == null ? null : event.refusal().name()));
  }

  @Override
  public AuditPage list(long cursor, int max) {
    List<Numbered> found = database.read(sql -> sql.all("""
        SELECT sequence, time, principal, action, resource, refusal FROM audit_event
        WHERE sequence <= ? ORDER BY sequence DESC LIMIT ?
        """, SqlAuditTrail::numbered, cursor, max + 1L));
    return new AuditPage(
        found.stream().limit(max).map(Numbered::event).toList(),
        found.size() > max ? found.get(max).number() : 0);
  }

  private static Numbered numbered(ResultSet row) throws SQLException {
    return new Numbered(
        row.getLong(1),
        new AuditEvent(
            Instant.parse(row.getString(2)), row.getString(3), row.getString(4), row.getString(5),
            kind(row.getString(6))));
  }

  private static @Nullable ErrorKind kind(@Nullable String name) {
    return name == null ? null : ErrorKind.valueOf(name);
  }
}
