package io.lethe.engine.interaction;

import io.lethe.engine.model.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What was appended a moment ago: rows that no log holds yet, and the outcomes that callers' retries
 * ask for. One transaction per method, synced when it returns, all or nothing when it throws {@link
 * io.lethe.engine.LetheException} of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED}. Rows are
 * personal data: once they are settled or deleted, no file of the ledger holds them, journals
 * included, as far as the ledger can reach. Thread-safe.
 */
public interface AppendLedger {

  /** What is remembered of a request. */
  Optional<Append.Known> find(UUID requestId);

  /**
   * Remembers appends, in the order of their places. About one sync.
   *
   * @param forgetBefore outcomes of settled appends that were received earlier are forgotten
   */
  void add(List<Append> appends, Instant forgetBefore);

  /** A model's rows that are not settled, ascending by place. */
  List<Append.Placed> unsettled(ModelName model);

  /** The place after a model's last row that is not settled; 0 if there is none. */
  long end(ModelName model);

  /**
   * Forgets a model's rows with places below one; outcomes stay. Repeating it does nothing.
   *
   * @param end an end of some append
   */
  void settled(ModelName model, long end);

  /** Forgets a model's rows and outcomes. Repeating it does nothing. */
  void delete(ModelName model);

  /** Models that have rows that are not settled, ascending. */
  List<ModelName> models();
}
