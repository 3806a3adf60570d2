package io.lethe.server.grpc.remote;

import io.lethe.v1.UnlearnPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a request to forget would do.
 *
 * @param expected from acceptance until the new version answers; null if nothing is known
 */
public record RemotePlan(
    String method, String baseVersion, long interactions, long changedRows, long droppedRows,
    long selectedParameters, @Nullable Duration expected) {

  static RemotePlan of(UnlearnPlan plan) {
    return new RemotePlan(
        plan.getMethod().name().replace("UNLEARNING_METHOD_", ""), plan.getBaseVersion(),
        plan.getInteractionCount(), plan.getChangedRowCount(), plan.getDroppedRowCount(),
        plan.getSelectedParameterCount(),
        plan.hasExpectedDuration() ? Times.duration(plan.getExpectedDuration()) : null);
  }
}
