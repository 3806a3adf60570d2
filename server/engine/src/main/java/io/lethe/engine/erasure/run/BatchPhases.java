package io.lethe.engine.erasure.run;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.work.Phase;
import io.lethe.engine.work.PhaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The phases of one attempt at a batch, which its members share. */
final class BatchPhases {

  private final PhaseLog log;
  private final long startNanos;

  BatchPhases(LongSupplier nanoClock, ModelName model, int erasures) {
    this.log = new PhaseLog(nanoClock, model.value(), erasures);
    this.startNanos = nanoClock.getAsLong();
  }

  PhaseLog log() {
    return log;
  }

  /** A member's own phases, the wait for the batch, and the batch's so far. */
  List<Phase> of(PendingErasure member) {
    List<Phase> phases = new ArrayList<>(member.phases());
    phases.add(new Phase("wait", Duration.ofNanos(startNanos - member.queuedNanos())));
    phases.addAll(log.phases());
    return phases;
  }
}
