package io.lethe.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What a request to forget would do, were it sent now. Making the plan changed nothing.
 *
 * @param method the server's choice if no version answers, or the one that does holds nothing of it:
 *     there is nothing to unlearn then; what the interaction log holds would be deleted, and what the
 *     model learned since its training, in memory alone, be learned again without it
 * @param baseVersion the version it would start from; empty if none answers
 * @param interactions interactions that would be forgotten
 * @param changedRows parameter rows that would change
 * @param droppedRows parameter rows that would be dropped
 * @param selectedParameters numbers in the parameters that could move
 * @param expectedDuration estimated time from acceptance until the new version answers; empty when
 *     the server has nothing to estimate it from
 */
public record ErasurePlan(
    UnlearningMethod method, Optional<VersionName> baseVersion, long interactions, long changedRows,
    long droppedRows, long selectedParameters, Optional<Duration> expectedDuration) {}
