package io.lethe.engine.erasure;

import io.lethe.engine.model.TrainingFacts;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionOrigin;
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
}
