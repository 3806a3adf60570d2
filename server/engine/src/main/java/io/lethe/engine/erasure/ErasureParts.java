package io.lethe.engine.erasure;

import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.VersionPublisher;
import io.lethe.engine.subject.ContainmentList;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What the rooms of this package share. */
record ErasureParts(
    ErasureLedger ledger, ModelRegistry registry, VersionPublisher publisher, ErasureSolver solver,
    ContainmentList containments, ErasureBoard board, InstantSource clock, LongSupplier nanoClock,
    ErasureConfig config, Failpoints failpoints, PrincipalSpending spending) {

  PhaseLog newPhases(ModelName model, int erasures) {
    return new PhaseLog(nanoClock, model.value(), erasures);
  }
}
