package io.lethe.engine.erasure.solve;

import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.VersionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a request would do, were it carried out now.
 *
 * @param method {@code INFLUENCE} or {@code RETRAIN}
 * @param interactions that would be forgotten
 * @param expected time from acceptance until the new version answers; null without an estimate
 */
public record ErasurePlan(
    ErasureMethod method, VersionId base, long interactions, long changedRows, long droppedRows,
    long selectedParameters, @Nullable Duration expected) {}
