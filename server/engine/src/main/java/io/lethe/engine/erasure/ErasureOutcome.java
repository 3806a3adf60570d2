package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import org.jspecify.annotations.Nullable;

/**
 * What unlearning did; the same for every erasure of a batch that the version knew something of, but
 * for {@code forgotten}.
 *
 * @param base the version it started from; null if the model had none
 * @param baseDigest that version's digest
 * @param unlearned the version that has forgotten; the base itself if that reflected nothing of it,
 *     null if the model had none
 * @param unlearnedDigest that version's digest
 * @param plugin name of the plugin that computed it
 * @param pluginVersion that plugin's own version
 * @param method {@code INFLUENCE} or {@code RETRAIN}; {@code AUTO} if there was nothing to unlearn
 * @param effort how far the work went; null if there was nothing to unlearn
 * @param assurance what may be said
 * @param forgotten interactions this erasure took out of the version and the log; one that
 *     several erasures named before the log was purged may count for each
 * @param notLearned those of them that came after the training of every version that was there
 * @param changedRows parameter rows changed
 * @param droppedRows parameter rows dropped
 * @param selectedParameters numbers in the parameters that were allowed to move
 * @param measures what was measured
 * @param trainedElsewhere whether the version's model was trained elsewhere and brought in
 */
public record ErasureOutcome(
    @Nullable VersionId base, String baseDigest, @Nullable VersionId unlearned,
    String unlearnedDigest, String plugin, String pluginVersion, ErasureMethod method,
    @Nullable ErasureEffort effort, Assurance assurance, long forgotten, long notLearned,
    long changedRows, long droppedRows, long selectedParameters, ErasureMeasures measures,
    boolean trainedElsewhere) {

  /**
   * Of a model without a version: its interaction log alone held anything.
   *
   * @param forgotten interactions
   */
  public static ErasureOutcome notLearned(long forgotten) {
    return new ErasureOutcome(
        null, "", null, "", "", "", ErasureMethod.AUTO, null, Assurance.NOT_LEARNED, forgotten,
        forgotten, 0, 0, 0, ErasureMeasures.NONE, false);
  }

  /**
   * Of what came after the training of the version that answers.
   *
   * @param base the version that answered
   * @param answering the one that answers
   * @param notLearned those that no training of another version had read either
   */
  public static ErasureOutcome notLearned(
      ModelVersion base, VersionRecord answering, long forgotten, long notLearned) {
    return new ErasureOutcome(
        base.id(), base.record().digest(), answering.id(), answering.digest(),
        answering.manifest().plugin(), answering.manifest().pluginVersion(), ErasureMethod.AUTO,
        null, Assurance.NOT_LEARNED, forgotten, notLearned, 0, 0, 0, ErasureMeasures.NONE, false);
  }

  /**
   * Of what a version knows nothing of whose model was trained elsewhere: what that training read was not
   * seen here.
   *
   * @param base the version that answered
   * @param answering the one that answers
   * @param forgotten interactions that went from the log
   * @param notLearned those of them that came after the model was brought in
   */
  public static ErasureOutcome trainedElsewhere(
      ModelVersion base, VersionRecord answering, long forgotten, long notLearned) {
    return new ErasureOutcome(
        base.id(), base.record().digest(), answering.id(), answering.digest(),
        answering.manifest().plugin(), answering.manifest().pluginVersion(), ErasureMethod.AUTO,
        null, Assurance.TRAINED_ELSEWHERE, forgotten, notLearned, 0, 0, 0, ErasureMeasures.NONE,
        true);
  }
}
