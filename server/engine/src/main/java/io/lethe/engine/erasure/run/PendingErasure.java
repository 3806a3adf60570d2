package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.work.Phase;
import java.time.Instant;
import java.util.List;

/**
 * An accepted erasure on its way from the accepting thread to the worker to the finisher. Immutable.
 *
 * @param contained when it was contained
 * @param queuedNanos reading of the monotonic clock when it was queued
 * @param phases where its time went until then
 * @param crashes how often it was begun by processes that died
 */
record PendingErasure(
    Erasure erasure, ErasureTarget target, Instant contained, long queuedNanos, List<Phase> phases,
    int crashes) {

  PendingErasure {
    phases = List.copyOf(phases);
  }

  ErasureId id() {
    return erasure.id();
  }

  long position() {
    return erasure.facts().position();
  }

  /** The same, queued at another moment. */
  PendingErasure queued(Erasure now, long nanos) {
    return new PendingErasure(now, target, contained, nanos, now.progress().phases(), crashes);
  }

  PendingErasure with(Erasure now) {
    return new PendingErasure(now, target, contained, queuedNanos, phases, crashes);
  }

  /** With what a ledger returned, which does not know yet when the erasure was contained. */
  PendingErasure begun(Erasure told) {
    return with(told.contained(contained, phases));
  }
}
