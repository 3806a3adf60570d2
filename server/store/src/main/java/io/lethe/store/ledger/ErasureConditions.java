package io.lethe.store.ledger;

import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.store.format.Json;
import io.lethe.store.sql.SqlDialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * A filter of erasures as SQL.
 *
 * @param where a clause with a {@code ?} for each value; one of a few texts
 */
record ErasureConditions(String where, Object[] values) {

  /** Beside the condition that follows from it: of those that are completed, which are most, none is read. */
  private static final String OPEN = "sequence IN (SELECT sequence FROM erasure WHERE state <> 'COMPLETED')";

  /** Of the erasures that a filter admits, from number {@code cursor} downwards. */
  static ErasureConditions of(ErasureFilter filter, long cursor, SqlDialect dialect) {
    Clauses clauses = new Clauses();
    clauses.and("sequence <= ?", cursor);
    clauses.and("model = ?", filter.model() == null ? null : filter.model().value());
    clauses
        .and("request_id = ?", filter.requestId() == null ? null : filter.requestId().toString());
    clauses.and("requester = ?", filter.requester());
    Set<ErasureState> states = filter.durableStates();
    clauses.and(
        (states.contains(ErasureState.COMPLETED) ? "" : OPEN + " AND ") + "state IN ("
            + dialect.texts() + ")",
        texts(states.stream().map(Enum::name).toList()));
    clauses.and(
        OPEN + " AND " + dialect.epochSecond("expires")
            + " < ? AND state <> 'CANCELLED' AND retried_by IS NULL",
        filter.dueBefore() == null ? null : filter.dueBefore().getEpochSecond());
    clauses.and(
        "sequence IN (SELECT sequence FROM erasure_tombstones WHERE length(digests) = 32 AND "
            + dialect.hex("digests") + " IN (" + dialect.texts() + "))",
        filter.digests() == null ? null : texts(filter.digests()));
    return clauses.done();
  }

  /** A JSON array, so that the SQL is the same for any number of them. */
  private static String texts(Collection<String> texts) {
    ArrayNode array = Json.object().putArray("texts");
    texts.forEach(array::add);
    return Json.text(array);
  }

  /** Collects conditions and their values. */
  private static final class Clauses {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** With null the condition is left out. */
    void and(String condition, @Nullable Object value) {
      if (value != null) {
        conditions.add(condition);
        values.add(value);
      }
    }

    ErasureConditions done() {
      return new ErasureConditions("WHERE " + String.join(" AND ", conditions), values.toArray());
    }
  }
}
