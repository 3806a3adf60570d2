package io.lethe.engine.erasure;

import java.time.Instant;
import java.util.List;

/** What the ledger is told when an erasure becomes {@code FAILED}. */
public record FailedErasure(ErasureId id, Instant contained, Failure failure, List<Phase> phases) {

  public FailedErasure {
    phases = List.copyOf(phases);
  }
}
