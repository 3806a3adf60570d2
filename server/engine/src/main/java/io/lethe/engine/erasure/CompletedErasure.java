package io.lethe.engine.erasure;

import java.time.Instant;
import java.util.List;

/**
 * What the ledger is told when an erasure becomes {@code COMPLETED}.
 *
 * @param unlearned replaces the time told before: that was the commit, this is when the version
 *     answered
 * @param purged when the interactions were gone from the log
 * @param phases all of them, replacing those told before
 */
public record CompletedErasure(
    ErasureId id, Instant unlearned, Instant purged, List<Phase> phases, Receipt receipt) {

  public CompletedErasure {
    phases = List.copyOf(phases);
  }
}
