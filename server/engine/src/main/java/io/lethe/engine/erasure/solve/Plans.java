package io.lethe.engine.erasure.solve;

import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.ModelVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes plans for people. */
public final class Plans {

  private Plans() {}

  /**
   * What a solver would do.
   *
   * @param named what the targets name
   * @throws io.lethe.engine.LetheException of kind {@code RETRAINING_ELSEWHERE} if it would fail for that
   */
  public static ErasurePlan of(
      ModelVersion version, ErasureSolver.Job job, ErasureSolver solver, Extent named) {
    ForgetSet forget = ForgetSet.of(job.base().data(), job.targets());
    if (forget.isEmpty()) {
      return new ErasurePlan(ErasureMethod.AUTO, version.id(), named.interactions(), 0, 0, 0, null);
    }
    return solver.forecast(job, forget)
        .map(
            update -> new ErasurePlan(
                ErasureMethod.INFLUENCE, version.id(), named.interactions(), update.rowsChanged(),
                update.rowsDropped(), update.selectedParameters(), update.expected()))
        .orElseGet(() -> retraining(version, job, forget, named));
  }

  private static ErasurePlan retraining(
      ModelVersion version, ErasureSolver.Job job, ForgetSet forget, Extent named) {
    RetrainSolver.requireTrainedHere(job, ErasureMeasures.NONE);
    return new ErasurePlan(
        ErasureMethod.RETRAIN, version.id(), named.interactions(),
        (long) job.base().model().userCount() + job.base().model().itemCount(),
        (long) forget.users().length + forget.items().length, 0, trainingTime(version));
  }

  private static @Nullable Duration trainingTime(ModelVersion version) {
    Double seconds = version.manifest().metrics().get("seconds");
    return seconds == null ? null : Duration.ofNanos((long) (seconds * 1e9));
  }
}
