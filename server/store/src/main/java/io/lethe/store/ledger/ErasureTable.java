package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureProgress;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.Tombstones.Readmission;
import io.lethe.store.sql.SqlStatements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger's erasures; each method runs within a transaction of its caller. */
final class ErasureTable {

  private static final int DIGEST_BYTES = 32;

  private ErasureTable() {}

  static Optional<Erasure> find(SqlStatements sql, ErasureId id) throws SQLException {
    return sql
        .first(ErasureRow.SELECT + "WHERE id = ?", ErasureRow::erasure, id.value().toString());
  }

  static Optional<Erasure> findByRequest(SqlStatements sql, UUID requestId) throws SQLException {
    return sql.first(
        ErasureRow.SELECT + "WHERE request_id = ?", ErasureRow::erasure, requestId.toString());
  }

  /** The erasure that takes a failed one up, if there is one. */
  static Optional<Erasure> retrying(SqlStatements sql, ErasureId failed) throws SQLException {
    return sql.first(
        ErasureRow.SELECT + "WHERE retries = ?", ErasureRow::erasure, failed.value().toString());
  }

  /** At most {@code max} erasures, the latest first, beginning with number {@code cursor}. */
  static ErasurePage page(SqlStatements sql, ErasureFilter filter, long cursor, int max)
      throws SQLException {
    if (max < 1) {
      throw new IllegalArgumentException("a page of %d erasures; at least 1".formatted(max));
    }
    int limit = (int) Math.min(max + 1L, Integer.MAX_VALUE);
    ErasureConditions conditions = ErasureConditions.of(filter, cursor, sql.dialect());
    List<ErasureRow> rows = sql.all(
        ErasureRow.SELECT + conditions.where() + " ORDER BY sequence DESC LIMIT ?", ErasureRow::of,
        Stream.concat(Arrays.stream(conditions.values()), Stream.of(limit)).toArray());
    long next = rows.size() > max ? rows.get(max).sequence() : 0;
    return new ErasurePage(rows.stream().limit(max).map(ErasureRow::erasure).toList(), next);
  }

  static List<OpenErasure> open(SqlStatements sql, ModelName model) throws SQLException {
    return sql.all(
        ErasureRow.SELECT_WITH_TARGET
            + "WHERE model = ? AND state <> 'COMPLETED' AND state <> 'CANCELLED' ORDER BY position",
        ErasureRow::open, model.value());
  }

  static List<ModelName> erasing(SqlStatements sql) throws SQLException {
    return sql.all(
        "SELECT DISTINCT model FROM erasure JOIN erasure_target USING (sequence) ORDER BY model",
        row -> new ModelName(row.getString(1)));
  }

  static Erasure insert(SqlStatements sql, ErasureSubmission submission) throws SQLException {
    ModelName model = submission.request().model();
    Erasure erasure = Erasure.accepted(submission, lastPosition(sql, model) + 1);
    long sequence = sql.number("SELECT coalesce(max(sequence), 0) + 1 FROM erasure");
    long position = erasure.facts().position();
    sql.update(
        """
            INSERT INTO erasure (sequence, id, request_id, payload_digest, model, position,
              target_kind, method, state, received, contained, phases, requester, expires,
              interactions, model_interactions, received_minute, retries)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, sequence, erasure.id().value().toString(), erasure.facts().requestId().toString(),
        erasure.facts().payloadDigest(), model.value(), position == 0 ? -sequence : position,
        erasure.facts().kind().name(), erasure.facts().requestedMethod().name(),
        erasure.state().name(), submission.received().toString(), submission.contained().toString(),
        ErasureJson.phases(List.of()), erasure.facts().requester(),
        erasure.facts().expires().toString(), submission.extent().interactions(),
        submission.extent().ofModel(), Math.floorDiv(submission.received().getEpochSecond(), 60),
        text(submission.retries()));
    sql.update(
        "INSERT INTO erasure_target (sequence, target) VALUES (?, ?)", sequence,
        ErasureJson.target(submission.target()));
    sql.update(
        "INSERT INTO erasure_tombstones (sequence, model, digests) VALUES (?, ?, ?)", sequence,
        model.value(), bytes(submission.tombstones()));
    if (submission.retries() != null) {
      written(sql, known(sql, submission.retries()).retriedBy(erasure.id()));
    }
    return erasure;
  }

  static long lastPosition(SqlStatements sql, ModelName model) throws SQLException {
    return sql.number(
        "SELECT coalesce(max(position), 0) FROM erasure WHERE model = ? AND position > 0",
        model.value());
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
    left(sql, "e.state <> 'HELD'", model, 0).forEach(erasure -> digests.addAll(erasure.digests()));
    sql.all("SELECT digest FROM suppression WHERE model = ?", row -> row.getBytes(1), model.value())
        .forEach(digest -> digests.add(HexFormat.of().formatHex(digest)));
    return digests;
  }

  private record Left(long sequence, List<String> digests) {}

  /** What erasures of a model left that were accepted after another one. */
  private static List<Left> left(SqlStatements sql, String condition, ModelName model, long after)
      throws SQLException {
    return sql.all(
        "SELECT t.sequence, t.digests FROM erasure_tombstones t"
            + " JOIN erasure e ON e.sequence = t.sequence"
            + " WHERE t.model = ? AND t.sequence > ? AND " + condition,
        row -> new Left(row.getLong(1), digests(row.getBytes(2))), model.value(), after);
  }

  private static List<String> digests(byte[] bytes) {
    List<String> digests = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += DIGEST_BYTES) {
      digests.add(HexFormat.of().formatHex(bytes, from, from + DIGEST_BYTES));
    }
    return digests;
  }

  private record Readmitted(String digest, long sequence, Readmission from) {}

  /** What no erasure that came after its readmission names again. */
  static Map<String, Readmission> readmitted(SqlStatements sql, ModelName model)
      throws SQLException {
    List<Readmitted> all = sql.all(
        "SELECT * FROM readmission WHERE model = ? ORDER BY sequence",
        row -> new Readmitted(
            HexFormat.of().formatHex(row.getBytes("digest")), row.getLong("sequence"),
            new Readmission(row.getLong("place"), Instant.ofEpochMilli(row.getLong("millis")))),
        model.value());
    Map<String, Readmitted> counting = new HashMap<>();
    all.forEach(each -> counting.put(each.digest(), each));
    if (!all.isEmpty()) {
      left(sql, "e.state <> 'HELD'", model, all.getFirst().sequence()).forEach(erasure -> {
        for (String digest : erasure.digests()) {
          Readmitted again = counting.get(digest);
          if (again != null && again.sequence() < erasure.sequence()) {
            counting.remove(digest);
          }
        }
      });
    }
    Map<String, Readmission> from = new HashMap<>();
    counting.forEach((digest, each) -> from.put(digest, each.from()));
    return from;
  }

  static int readmit(SqlStatements sql, ModelName model, List<String> digests, Readmission from)
      throws SQLException {
    List<Left> open = left(
        sql, "e.state NOT IN ('COMPLETED', 'CANCELLED') AND e.retried_by IS NULL", model, 0);
    if (open.stream().anyMatch(each -> !Collections.disjoint(each.digests(), digests))) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "an erasure of model %s names this and has not ended".formatted(model),
          Map.of("model", model.value()));
    }
    Set<String> suppressed = tombstones(sql, model);
    Set<String> counting = readmitted(sql, model).keySet();
    List<String> fresh = digests.stream()
        .distinct()
        .filter(digest -> suppressed.contains(digest) && !counting.contains(digest))
        .toList();
    for (String digest : fresh) {
      sql.update(
          """
              INSERT INTO readmission (model, digest, sequence, place, millis)
              VALUES (?, ?, (SELECT coalesce(max(sequence), 0) FROM erasure), ?, ?)
              ON CONFLICT (model, digest) DO UPDATE SET sequence = excluded.sequence,
                place = excluded.place, millis = excluded.millis
              """, model.value(), HexFormat.of().parseHex(digest), from.place(),
          from.time().toEpochMilli());
    }
    return fresh.size();
  }

  static void suppress(SqlStatements sql, ModelName model, Set<String> digests)
      throws SQLException {
    for (String digest : digests) {
      sql.update(
          "DELETE FROM readmission WHERE model = ? AND digest = ?", model.value(),
          HexFormat.of().parseHex(digest));
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
    Erasure was = known(sql, id);
    return written(sql, was.approved(approver, lastPosition(sql, was.facts().model()) + 1));
  }

  /** Changes erasures one after the other. */
  static List<Erasure> change(SqlStatements sql, List<? extends ErasureStep> steps)
      throws SQLException {
    List<Erasure> changed = new ArrayList<>();
    for (ErasureStep step : steps) {
      changed.add(written(sql, known(sql, step.id()).after(step)));
    }
    return changed;
  }

  private static Erasure known(SqlStatements sql, ErasureId id) throws SQLException {
    return find(sql, id).orElseThrow(
        () -> new LetheException(
            ErrorKind.ERASURE_NOT_FOUND, "there is no erasure " + id,
            Map.of("erasure", id.toString())));
  }

  /** Writes everything about an erasure that may have changed since it was accepted. */
  static Erasure written(SqlStatements sql, Erasure erasure) throws SQLException {
    ErasureProgress progress = erasure.progress();
    Milestones times = progress.milestones();
    Failure failure = progress.failure();
    Receipt receipt = erasure.receipt();
    String id = erasure.id().value().toString();
    sql.update(
        """
            UPDATE erasure SET state = ?, position = coalesce(nullif(?, 0), position), approver = ?,
              attempts = ?, contained = ?, unlearned = ?, purged = ?, base_version = ?, outcome = ?,
              phases = ?, failure_kind = ?, failure_message = ?, receipt_statement = ?,
              receipt_signature = ?, receipt_key = ?, retried_by = ?
            WHERE id = ?
            """, erasure.state().name(), erasure.facts().position(), erasure.facts().approver(),
        progress.attempts(), text(times.contained()), text(times.unlearned()), text(times.purged()),
        progress.base() == null ? null : progress.base().number(),
        progress.outcome() == null ? null : ErasureJson.outcome(progress.outcome()),
        ErasureJson.phases(progress.phases()), failure == null ? null : failure.kind().name(),
        failure == null ? null : failure.message(), receipt == null ? null : receipt.statement(),
        receipt == null ? null : receipt.signature(), receipt == null ? null : receipt.publicKey(),
        text(erasure.facts().retry().by()), id);
    if (!erasure.keepsTarget()) {
      deleteOf(sql, "erasure_target", id);
    }
    if (!erasure.state().keepsTombstones()) {
      deleteOf(sql, "erasure_tombstones", id);
    }
    return erasure;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable String text(@Nullable ErasureId id) {
    return id == null ? null : id.value().toString();
  }

  private static void deleteOf(SqlStatements sql, String table, String id) throws SQLException {
    sql.update(
        "DELETE FROM " + table + " WHERE sequence = (SELECT sequence FROM erasure WHERE id = ?)",
        id);
  }

  static List<Spending> spending(SqlStatements sql, String requester, long since)
      throws SQLException {
    return sql.all(
        """
            SELECT model, received_minute, count(*) AS erasures, sum(interactions) AS interactions,
              sum(CASE WHEN position < 0 OR approver IS NOT NULL THEN 0 ELSE interactions END) AS unchecked,
              max(model_interactions) AS of_model
            FROM erasure WHERE requester = ? AND received_minute >= ? AND retries IS NULL
            GROUP BY model, received_minute
            """,
        row -> new Spending(
            new ModelName(row.getString("model")), row.getLong("received_minute"),
            row.getLong("erasures"), row.getLong("interactions"), row.getLong("unchecked"),
            row.getLong("of_model")),
        requester, since);
  }
}
