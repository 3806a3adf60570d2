package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.purge.StaleVersions;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.publish.VersionPublisher;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.work.PhaseLog;
import java.time.Instant;

/** What the work on erasures needs, from acceptance to completion. */
public record ErasureParts(
    ErasureLedger ledger, InteractionIntake intake, ModelRegistry registry,
    VersionPublisher publisher, StaleVersions stale, ContainmentList containments,
    ErasureSolver solver, ErasureBoard board, Failpoints failpoints, ErasureTime time,
    ErasureConfig config) {

  PhaseLog newPhases(ModelName model, int erasures) {
    return new PhaseLog(time.nanoClock(), model.value(), erasures);
  }

  Instant now() {
    return time.clock().instant();
  }

  long nanos() {
    return time.nanoClock().getAsLong();
  }
}
