package io.lethe.engine.erasure.solve;

import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.VersionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a request would do, were it carried out now.
 *
 * @param method {@code INFLUENCE} or {@code RETRAIN}; {@code AUTO} if no version answers, or the one
 *     that does holds nothing of it: there is nothing to unlearn
 * @param base the version it would start from; null if none answers
 * @param interactions that would be forgotten
 * @param expected time from acceptance until the new version answers; null without an estimate
 */
public record ErasurePlan(
    ErasureMethod method, @Nullable VersionId base, long interactions, long changedRows,
    long droppedRows, long selectedParameters, @Nullable Duration expected) {

  /** Of a model without a version that answers: what it would take is not known. */
  public static ErasurePlan unserved(long interactions) {
    return new ErasurePlan(ErasureMethod.AUTO, null, interactions, 0, 0, 0, null);
  }
}
