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
 * @param commitmentKey with which the receipt commits to the request; not copied
 */
public record CompletedErasure(
    ErasureId id, Instant unlearned, Instant purged, List<Phase> phases, Receipt receipt,
    byte[] commitmentKey) {

  public CompletedErasure {
    phases = List.copyOf(phases);
  }
}
