package io.lethe.engine.erasure.solve;

import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.spi.RefittableModel;
import java.util.Map;

/**
 * The content of a version that has forgotten, and how it came about.
 *
 * @param training facts of the new version's last training
 * @param forgotten per target the interactions that went because of it
 * @param measures for the receipt
 * @param metrics numbers measured on the new version, by name; they replace the parent's of the same
 *     name where it was derived, and all of them where it was trained
 */
public record Solved(
    VersionContent content, TrainingFacts training, Work work, int[] forgotten,
    ErasureMeasures measures, Map<String, Double> metrics) {

  /** What was done, the same for a whole batch. */
  public record Work(
      VersionOrigin origin, ErasureMethod method, ErasureEffort effort, Assurance assurance,
      long changedRows, long droppedRows, long selectedParameters) {

    /**
     * What was done for a base that knows nothing of what is to be forgotten. Only a trained version
     * certainly never saw it: an updated one may have forgotten it for another request, and how exactly
     * that ended stands in that request's receipt. What a model has seen that was trained elsewhere is
     * not known here.
     */
    public static Work earlier(ModelVersion base) {
      VersionOrigin origin = base.manifest().origin();
      if (VersionMetrics.isTrainedElsewhere(base.manifest())) {
        return new Work(
            origin, ErasureMethod.AUTO, ErasureEffort.FAST, Assurance.TRAINED_ELSEWHERE, 0, 0, 0);
      }
      if (origin != VersionOrigin.INFLUENCE_UPDATE) {
        return new Work(
            origin, ErasureMethod.RETRAIN, ErasureEffort.RETRAINED, Assurance.RETRAINED, 0, 0, 0);
      }
      ErasureEffort effort = base.content().model() instanceof RefittableModel
          ? ErasureEffort.REFITTED
          : ErasureEffort.FAST;
      return new Work(origin, ErasureMethod.INFLUENCE, effort, Assurance.APPROXIMATE, 0, 0, 0);
    }
  }

  /**
   * A base that knows nothing of what is to be forgotten: only its position moves on, so that a caller
   * of a version that reflects the erasure finds one.
   */
  public static Solved unchanged(ModelVersion base, int targets) {
    return new Solved(
        base.content(), base.manifest().training(), Work.earlier(base), new int[targets],
        ErasureMeasures.NONE, base.manifest().metrics());
  }
}
