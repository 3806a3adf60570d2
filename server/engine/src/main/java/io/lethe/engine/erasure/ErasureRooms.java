package io.lethe.engine.erasure;

import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.VersionPublisher;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.SubjectDigests;

/** What erasures work on. */
public record ErasureRooms(
    ErasureLedger ledger, InteractionLog log, InteractionIntake intake, ModelRegistry registry,
    VersionPublisher publisher, StaleVersions stale, ContainmentList containments,
    ErasureSolver solver, SubjectDigests digests, Failpoints failpoints) {}
