package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An append as a ledger keeps it.
 *
 * @param payloadDigest keyed digest of what the request id stands for
 * @param received by a clock that counts from the start of the process that took it in
 * @param outcomes one for each row of the request
 * @param placed what is stored of it; no row if nothing changed
 */
public record Append(
    UUID requestId, String payloadDigest, ModelName model, Instant received,
    List<AppendOutcome> outcomes, Placed placed) {

  public Append {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Rows and their place.
   *
   * @param first the sequence number of the first row in the model's log
   * @param rows without purged ones
   */
  public record Placed(long first, InteractionColumns rows) {

    /** The sequence number after the last row. */
    public long end() {
      return first + rows.size();
    }
  }

  /** What is remembered of an append for its caller's retries. */
  public record Known(String payloadDigest, List<AppendOutcome> outcomes) {

    public Known {
      outcomes = List.copyOf(outcomes);
    }
  }
}
