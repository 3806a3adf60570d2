package io.lethe.store.ledger;

import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.model.ModelName;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlStatements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Appends in the ledger's file. Each is one row, whose rows go once the log has them. */
final class SqlAppendLedger implements AppendLedger {

  private final SqlDatabase database;
  private final SpaceReserve reserve;

  SqlAppendLedger(SqlDatabase database, SpaceReserve reserve) {
    this.database = database;
    this.reserve = reserve;
  }

  @Override
  public Optional<Append.Known> find(UUID requestId) {
    return database.read(
        sql -> sql.first(
            "SELECT payload_digest, outcomes FROM append WHERE request_id = ?",
            SqlAppendLedger::known, requestId.toString()));
  }

  private static Append.Known known(ResultSet row) throws SQLException {
    return new Append.Known(
        row.getString(1), row.getString(2).chars().mapToObj(SqlAppendLedger::outcome).toList());
  }

  private static AppendOutcome outcome(int letter) {
    return switch (letter) {
      case 's' -> AppendOutcome.STORED;
      case 'r' -> AppendOutcome.REPLACED;
      case 'u' -> AppendOutcome.UNCHANGED;
      case 'o' -> AppendOutcome.OLDER;
      case 'x' -> AppendOutcome.SUPPRESSED;
      case 'i' -> AppendOutcome.IGNORED;
      case 'f' -> AppendOutcome.REFUSED;
      default -> throw new IllegalStateException("an outcome of " + letter);
    };
  }

  private static char letter(AppendOutcome outcome) {
    return switch (outcome) {
      case STORED -> 's';
      case REPLACED -> 'r';
      case UNCHANGED -> 'u';
      case OLDER -> 'o';
      case SUPPRESSED -> 'x';
      case IGNORED -> 'i';
      case REFUSED -> 'f';
    };
  }

  @Override
  public void add(List<Append> appends, Instant forgetBefore) {
    reserve.require("further interactions");
    var _ = database.write(sql -> {
      for (Append append : appends) {
        insert(sql, append);
      }
      return sql.update(
          "DELETE FROM append WHERE rows IS NULL AND received_minute < ?", minute(forgetBefore));
    });
  }

  private static void insert(SqlStatements sql, Append append) throws SQLException {
    StringBuilder outcomes = new StringBuilder(append.outcomes().size());
    append.outcomes().forEach(outcome -> outcomes.append(letter(outcome)));
    Append.Placed placed = append.placed();
    var _ = sql.update(
        """
            INSERT INTO append (request_id, payload_digest, model, received_minute, outcomes,
              first_row, end_row, rows)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, append.requestId().toString(), append.payloadDigest(), append.model().value(),
        minute(append.received()), outcomes.toString(), placed.first(), placed.end(),
        placed.rows().size() == 0 ? null : RowBytes.of(placed.rows()));
  }

  private static long minute(Instant time) {
    return time.getEpochSecond() / Duration.ofMinutes(1).toSeconds();
  }

  @Override
  public List<Append.Placed> unsettled(ModelName model) {
    return database.read(sql -> sql.all("""
        SELECT first_row, end_row, rows FROM append WHERE model = ? AND rows IS NOT NULL
        ORDER BY first_row
        """, SqlAppendLedger::placed, model.value()));
  }

  private static Append.Placed placed(ResultSet row) throws SQLException {
    long first = row.getLong(1);
    return new Append.Placed(first, RowBytes.read(row.getBytes(3), row.getLong(2) - first));
  }

  @Override
  public long end(ModelName model) {
    return database.read(
        sql -> sql.number(
            "SELECT COALESCE(MAX(end_row), 0) FROM append WHERE model = ? AND rows IS NOT NULL",
            model.value()));
  }

  @Override
  public void settled(ModelName model, long end) {
    forgotten(database.write(sql -> sql.update("""
        UPDATE append SET rows = NULL
        WHERE model = ? AND rows IS NOT NULL AND end_row <= ?
        """, model.value(), end)));
  }

  @Override
  public void delete(ModelName model) {
    forgotten(
        database.write(sql -> sql.update("DELETE FROM append WHERE model = ?", model.value())));
  }

  /** What is deleted stays in the write-ahead log until that is emptied. */
  private void forgotten(int appends) {
    if (appends > 0) {
      database.forgetDeleted();
    }
  }

  @Override
  public List<ModelName> models() {
    return database.read(
        sql -> sql.all(
            "SELECT DISTINCT model FROM append WHERE rows IS NOT NULL ORDER BY model",
            row -> new ModelName(row.getString(1))));
  }
}
