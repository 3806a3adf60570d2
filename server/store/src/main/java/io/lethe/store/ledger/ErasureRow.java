package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureFacts.Retry;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureProgress;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An erasure with its place in the ledger.
 *
 * @param sequence from 1, growing over all models
 */
record ErasureRow(long sequence, Erasure erasure) {

  static final String SELECT = "SELECT * FROM erasure ";
  static final String SELECT_WITH_TARGET = SELECT + "JOIN erasure_target USING (sequence) ";

  static ErasureRow of(ResultSet row) throws SQLException {
    return new ErasureRow(row.getLong("sequence"), erasure(row));
  }

  /** Of a row of {@link #SELECT_WITH_TARGET}. */
  static OpenErasure open(ResultSet row) throws SQLException {
    return new OpenErasure(erasure(row), ErasureJson.target(row.getString("target")));
  }

  static Erasure erasure(ResultSet row) throws SQLException {
    ModelName model = new ModelName(row.getString("model"));
    ErasureFacts facts = new ErasureFacts(
        UUID.fromString(row.getString("request_id")), row.getString("payload_digest"), model,
        Math.max(0, row.getLong("position")),
        ErasureTarget.Kind.valueOf(row.getString("target_kind")),
        ErasureMethod.valueOf(row.getString("method")),
        new Extent(row.getLong("interactions"), row.getLong("model_interactions")),
        new Retry(id(row.getString("retries")), id(row.getString("retried_by"))),
        row.getString("requester"), Instant.parse(row.getString("expires")),
        row.getString("approver"));
    ErasureProgress progress = new ErasureProgress(
        ErasureState.valueOf(row.getString("state")), milestones(row), base(row, model),
        row.getInt("attempts"), outcome(row, model), ErasureJson.phases(row.getString("phases")),
        failure(row));
    return new Erasure(ErasureId.parse(row.getString("id")), facts, progress, receipt(row));
  }

  private static Milestones milestones(ResultSet row) throws SQLException {
    return new Milestones(
        Instant.parse(row.getString("received")), instant(row.getString("contained")),
        instant(row.getString("unlearned")), instant(row.getString("purged")));
  }

  private static @Nullable ErasureId id(@Nullable String text) {
    return text == null ? null : ErasureId.parse(text);
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable VersionId base(ResultSet row, ModelName model) throws SQLException {
    long number = row.getLong("base_version");
    return row.wasNull() ? null : new VersionId(model, number);
  }

  private static @Nullable ErasureOutcome outcome(ResultSet row, ModelName model)
      throws SQLException {
    String text = row.getString("outcome");
    return text == null ? null : ErasureJson.outcome(model, text);
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    String kind = row.getString("failure_kind");
    return kind == null
        ? null
        : new Failure(ErrorKind.valueOf(kind), row.getString("failure_message"));
  }

  private static @Nullable Receipt receipt(ResultSet row) throws SQLException {
    byte[] statement = row.getBytes("receipt_statement");
    return statement == null
        ? null
        : new Receipt(statement, row.getBytes("receipt_signature"), row.getBytes("receipt_key"));
  }
}
