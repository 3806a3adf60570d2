package io.lethe.engine.erasure;

import io.lethe.engine.model.TrainingFacts;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionOrigin;
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
      long changedRows, long droppedRows, long selectedParameters) {}

  /**
   * A base that knows nothing of what is to be forgotten: only its position moves on, so that whoever
   * asks for a version that reflects the erasure finds one. Only of a trained version can be said that
   * it never saw them: an updated one may have forgotten them for another request.
   */
  static Solved unchanged(ModelVersion base, int targets) {
    VersionOrigin origin = base.manifest().origin();
    boolean updated = origin == VersionOrigin.INFLUENCE_UPDATE;
    Work work = new Work(
        origin, updated ? ErasureMethod.INFLUENCE : ErasureMethod.RETRAIN,
        updated ? Effort.FAST.name() : "RETRAINED",
        updated ? Assurance.APPROXIMATE : Assurance.RETRAINED, 0, 0, 0);
    return new Solved(
        base.content(), base.manifest().training(), work, new int[targets], Map.of(),
        base.manifest().metrics());
  }
}
