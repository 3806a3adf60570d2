package io.lethe.engine.erasure;

import java.time.Instant;
import java.util.List;

/**
 * What the ledger is told when an erasure becomes {@code COMPLETED}.
 *
 * @param phases all of them, replacing those told before
 */
public record CompletedErasure(ErasureId id, Instant purged, List<Phase> phases, Receipt receipt) {

  public CompletedErasure {
    phases = List.copyOf(phases);
  }
}
