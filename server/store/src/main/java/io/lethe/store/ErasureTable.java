package io.lethe.store;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.CompletedErasure;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureProgress;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.ErasureTransitions;
import io.lethe.engine.erasure.FailedErasure;
import io.lethe.engine.erasure.LiveErasure;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.Spending;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger's erasures; each method runs within a transaction of its caller. */
final class ErasureTable {

  private static final int DIGEST_BYTES = 32;

  static final Set<ErasureState> PENDING = Set.of(ErasureState.RECEIVED, ErasureState.SOLVING);

  private ErasureTable() {}

  static Optional<Erasure> find(SqlStatements sql, ErasureId id) throws SQLException {
    return sql
        .first(ErasureRow.SELECT + "WHERE id = ?", ErasureRow::erasure, id.value().toString());
  }

  static Optional<Erasure> findByRequest(SqlStatements sql, UUID requestId) throws SQLException {
    return sql.first(
        ErasureRow.SELECT + "WHERE request_id = ?", ErasureRow::erasure, requestId.toString());
  }

  /** At most {@code limit} erasures, the latest first, beginning with number {@code cursor}. */
  static List<ErasureRow> list(SqlStatements sql, @Nullable ModelName model, long cursor, int limit)
      throws SQLException {
    return model == null
        ? sql.all(
            ErasureRow.SELECT + "WHERE sequence <= ? ORDER BY sequence DESC LIMIT ?",
            ErasureRow::of, cursor, limit)
        : sql.all(
            ErasureRow.SELECT + "WHERE model = ? AND sequence <= ? ORDER BY sequence DESC LIMIT ?",
            ErasureRow::of, model.value(), cursor, limit);
  }

  static List<OpenErasure> open(SqlStatements sql, ModelName model) throws SQLException {
    return sql.all(
        ErasureRow.SELECT_WITH_TARGET
            + "WHERE model = ? AND state <> 'COMPLETED' AND state <> 'CANCELLED' ORDER BY position",
        row -> new OpenErasure(
            ErasureRow.erasure(row), ErasureJson.target(row.getString("target")),
            row.getInt("attempts")),
        model.value());
  }

  static Erasure insert(SqlStatements sql, ErasureSubmission submission) throws SQLException {
    ModelName model = submission.request().model();
    ErasureState state = submission.held() ? ErasureState.HELD : ErasureState.RECEIVED;
    long sequence = sql.number("SELECT coalesce(max(sequence), 0) + 1 FROM erasure");
    long position = submission.held() ? -sequence : lastPosition(sql, model) + 1;
    sql.update(
        """
            INSERT INTO erasure (sequence, id, request_id, payload_digest, model, position,
              target_kind, method, state, received, phases, requester, expires, interactions,
              received_minute)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, sequence, submission.id().value().toString(),
        submission.request().requestId().toString(), submission.payloadDigest(), model.value(),
        position, submission.target().kind().name(), submission.request().method().name(),
        state.name(), submission.received().toString(), ErasureJson.phases(List.of()),
        submission.request().requester(), submission.expires().toString(),
        submission.interactions(), Math.floorDiv(submission.received().getEpochSecond(), 60));
    sql.update(
        "INSERT INTO erasure_target (sequence, target) VALUES (?, ?)", sequence,
        ErasureJson.target(submission.target()));
    sql.update(
        "INSERT INTO erasure_tombstones (sequence, model, digests) VALUES (?, ?, ?)", sequence,
        model.value(), bytes(submission.tombstones()));
    ErasureFacts facts = new ErasureFacts(
        submission.request().requestId(), submission.payloadDigest(), model, Math.max(0, position),
        submission.target().kind(), submission.request().method(), submission.request().requester(),
        submission.expires(), null);
    Milestones times = new Milestones(submission.received(), null, null, null);
    return new Erasure(
        submission.id(), facts, new ErasureProgress(state, times, null, null, List.of(), null),
        null);
  }

  static long lastPosition(SqlStatements sql, ModelName model) throws SQLException {
    return sql.number(
        "SELECT max(0, coalesce(max(position), 0)) FROM erasure WHERE model = ?", model.value());
  }

  /** One value per erasure, however many digests: thousands of rows would be slow to accept. */
  private static byte[] bytes(List<String> digests) {
    byte[] bytes = new byte[DIGEST_BYTES * digests.size()];
    int next = 0;
    for (String digest : digests) {
      for (int k = 0; k < 2 * DIGEST_BYTES; k += 2) {
        bytes[next++] = (byte) ((HexFormat.fromHexDigit(digest.charAt(k)) << 4)
            | HexFormat.fromHexDigit(digest.charAt(k + 1)));
      }
    }
    return bytes;
  }

  static Set<String> tombstones(SqlStatements sql, ModelName model) throws SQLException {
    Set<String> digests = new HashSet<>();
    sql.all("""
        SELECT t.digests FROM erasure_tombstones t JOIN erasure e ON e.sequence = t.sequence
        WHERE t.model = ? AND e.state <> 'HELD'
        """, row -> row.getBytes(1), model.value()).forEach(bytes -> {
      for (int from = 0; from < bytes.length; from += DIGEST_BYTES) {
        digests.add(HexFormat.of().formatHex(bytes, from, from + DIGEST_BYTES));
      }
    });
    sql.all("SELECT digest FROM suppression WHERE model = ?", row -> row.getBytes(1), model.value())
        .forEach(digest -> digests.add(HexFormat.of().formatHex(digest)));
    return digests;
  }

  static void suppress(SqlStatements sql, ModelName model, Set<String> digests)
      throws SQLException {
    for (String digest : digests) {
      sql.update(
          "INSERT INTO suppression (model, digest) VALUES (?, ?) ON CONFLICT DO NOTHING",
          model.value(), HexFormat.of().parseHex(digest));
    }
  }

  static List<ModelName> suppressed(SqlStatements sql) throws SQLException {
    return sql.all("""
        SELECT model FROM erasure_tombstones UNION SELECT model FROM suppression ORDER BY model
        """, row -> new ModelName(row.getString(1)));
  }

  static Erasure approve(SqlStatements sql, ErasureId id, String approver) throws SQLException {
    Erasure erasure = known(sql, id);
    if (!ErasureTransitions.approvable(erasure, approver)) {
      return erasure;
    }
    sql.update(
        "UPDATE erasure SET state = ?, position = ?, approver = ? WHERE id = ?",
        ErasureState.RECEIVED.name(), lastPosition(sql, erasure.facts().model()) + 1, approver,
        id.value().toString());
    return known(sql, id);
  }

  static Erasure cancel(SqlStatements sql, ErasureId id) throws SQLException {
    Erasure erasure = known(sql, id);
    if (!ErasureTransitions.cancellable(erasure)) {
      return erasure;
    }
    String text = id.value().toString();
    sql.update("UPDATE erasure SET state = ? WHERE id = ?", ErasureState.CANCELLED.name(), text);
    deleteTarget(sql, text);
    sql.update("""
        DELETE FROM erasure_tombstones
        WHERE sequence = (SELECT sequence FROM erasure WHERE id = ?)
        """, text);
    return known(sql, id);
  }

  private static Erasure known(SqlStatements sql, ErasureId id) throws SQLException {
    return find(sql, id).orElseThrow(() -> unknown(id));
  }

  private static LetheException unknown(ErasureId id) {
    return new LetheException(
        ErrorKind.ERASURE_NOT_FOUND, "there is no erasure " + id, Map.of("erasure", id.toString()));
  }

  private static void deleteTarget(SqlStatements sql, String id) throws SQLException {
    sql.update(
        "DELETE FROM erasure_target WHERE sequence = (SELECT sequence FROM erasure WHERE id = ?)",
        id);
  }

  static void begin(SqlStatements sql, ErasureId id, VersionId base, int attempt)
      throws SQLException {
    require(sql, id, PENDING);
    sql.update(
        "UPDATE erasure SET state = ?, base_version = ?, attempts = ? WHERE id = ?",
        ErasureState.SOLVING.name(), base.number(), attempt, id.value().toString());
  }

  static void attempts(SqlStatements sql, ErasureId id, int attempts) throws SQLException {
    require(sql, id, PENDING);
    sql.update("UPDATE erasure SET attempts = ? WHERE id = ?", attempts, id.value().toString());
  }

  static List<Spending> spending(SqlStatements sql, String requester, long since)
      throws SQLException {
    return sql.all(
        """
            SELECT model, received_minute, count(*) AS erasures, sum(interactions) AS interactions
            FROM erasure WHERE requester = ? AND received_minute >= ?
            GROUP BY model, received_minute
            """,
        row -> new Spending(
            new ModelName(row.getString("model")), row.getLong("received_minute"),
            row.getLong("erasures"), row.getLong("interactions")),
        requester, since);
  }

  static void live(SqlStatements sql, LiveErasure live) throws SQLException {
    require(sql, live.id(), PENDING);
    sql.update(
        """
            UPDATE erasure SET state = ?, contained = ?, unlearned = ?, outcome = ?, phases = ?
            WHERE id = ?
            """, ErasureState.LIVE.name(), live.contained().toString(), live.unlearned().toString(),
        ErasureJson.outcome(live.outcome()), ErasureJson.phases(live.phases()),
        live.id().value().toString());
  }

  static void fail(SqlStatements sql, FailedErasure failed) throws SQLException {
    require(sql, failed.id(), PENDING);
    sql.update(
        """
            UPDATE erasure SET state = ?, contained = ?, failure_kind = ?, failure_message = ?,
              phases = ?
            WHERE id = ?
            """, ErasureState.FAILED.name(), failed.contained().toString(),
        failed.failure().kind().name(), failed.failure().message(),
        ErasureJson.phases(failed.phases()), failed.id().value().toString());
  }

  static void complete(SqlStatements sql, CompletedErasure done) throws SQLException {
    require(sql, done.id(), Set.of(ErasureState.LIVE));
    String id = done.id().value().toString();
    sql.update(
        """
            UPDATE erasure SET state = ?, unlearned = ?, purged = ?, phases = ?,
              receipt_statement = ?, receipt_signature = ?, receipt_key = ?
            WHERE id = ?
            """, ErasureState.COMPLETED.name(), done.unlearned().toString(),
        done.purged().toString(), ErasureJson.phases(done.phases()), done.receipt().statement(),
        done.receipt().signature(), done.receipt().publicKey(), id);
    deleteTarget(sql, id);
  }

  private static void require(SqlStatements sql, ErasureId id, Set<ErasureState> allowed)
      throws SQLException {
    ErasureState state = sql
        .first(
            "SELECT state FROM erasure WHERE id = ?", row -> ErasureState.valueOf(row.getString(1)),
            id.value().toString())
        .orElseThrow(() -> unknown(id));
    if (!allowed.contains(state)) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "erasure %s is %s already".formatted(id, state),
          Map.of("erasure", id.toString()));
    }
  }
}
