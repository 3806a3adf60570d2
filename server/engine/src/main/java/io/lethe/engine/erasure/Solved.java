package io.lethe.engine.erasure;

import io.lethe.engine.model.TrainingFacts;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.spi.RefittableModel;
import io.lethe.unlearning.Effort;
import java.util.Map;

/**
 * The content of a version that has forgotten, and how it came about.
 *
 * @param training facts of the new version's last training
 * @param forgotten per target the interactions that went because of it
 * @param measures numbers for the receipt, by name; may hold NaN for what was not measured
 * @param metrics numbers measured on the new version, by name; they replace the parent's of the same
 *     name where it was derived, and all of them where it was trained
 */
record Solved(
    VersionContent content, TrainingFacts training, Work work, int[] forgotten,
    Map<String, Double> measures, Map<String, Double> metrics) {

  /** What was done, the same for a whole batch. */
  record Work(
      VersionOrigin origin, ErasureMethod method, String effort, Assurance assurance,
      long changedRows, long droppedRows, long selectedParameters) {

    /**
     * What was done for a base that knows nothing of what is to be forgotten. Only a trained version
     * certainly never saw it: an updated one may have forgotten it for another request, and how exactly
     * that ended stands in that request's receipt.
     */
    static Work earlier(ModelVersion base) {
      VersionOrigin origin = base.manifest().origin();
      if (origin != VersionOrigin.INFLUENCE_UPDATE) {
        return new Work(origin, ErasureMethod.RETRAIN, "RETRAINED", Assurance.RETRAINED, 0, 0, 0);
      }
      String effort = base.content().model() instanceof RefittableModel
          ? RefitSolver.EFFORT
          : Effort.FAST.name();
      return new Work(origin, ErasureMethod.INFLUENCE, effort, Assurance.APPROXIMATE, 0, 0, 0);
    }
  }

  /**
   * A base that knows nothing of what is to be forgotten: only its position moves on, so that a caller
   * of a version that reflects the erasure finds one.
   */
  static Solved unchanged(ModelVersion base, int targets) {
    return new Solved(
        base.content(), base.manifest().training(), Work.earlier(base), new int[targets], Map.of(),
        base.manifest().metrics());
  }
}
