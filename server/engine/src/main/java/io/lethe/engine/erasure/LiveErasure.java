package io.lethe.engine.erasure;

import java.time.Instant;
import java.util.List;

/** What the ledger is told when an erasure becomes {@code LIVE}. */
public record LiveErasure(
    ErasureId id, Instant contained, Instant unlearned, ErasureOutcome outcome,
    List<Phase> phases) {

  public LiveErasure {
    phases = List.copyOf(phases);
  }
}
