package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelVersion;
import io.lethe.unlearning.UnlearningPlan;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes plans for people. */
final class Plans {

  private Plans() {}

  /**
   * A plan.
   *
   * @param update what the influence update would do; empty if it would be a retraining
   */
  static ErasurePlan of(
      ModelVersion version, ErasureSolver.Job job, Optional<UnlearningPlan> update) {
    ForgetSet forget = ForgetSet.of(job.base().data(), job.targets());
    return update
        .map(
            plan -> new ErasurePlan(
                ErasureMethod.INFLUENCE, version.id(), forget.positions().length,
                plan.extent().rowsMoved(), plan.extent().rowsDropped(),
                plan.extent().selectionLength(), plan.expected()))
        .orElseGet(
            () -> new ErasurePlan(
                ErasureMethod.RETRAIN, version.id(), forget.positions().length,
                (long) job.base().model().userCount() + job.base().model().itemCount(),
                (long) forget.users().length + forget.items().length, 0, trainingTime(version)));
  }

  private static @Nullable Duration trainingTime(ModelVersion version) {
    Double seconds = version.manifest().metrics().get("seconds");
    return seconds == null ? null : Duration.ofNanos((long) (seconds * 1e9));
  }
}
