package io.lethe.engine.erasure;

import io.lethe.engine.model.VersionId;
import java.util.Map;

/**
 * What unlearning did; the same for every erasure of a batch, but for {@code forgotten}.
 *
 * @param base the version it started from
 * @param baseDigest that version's digest
 * @param unlearned the version that has forgotten; the base itself if that reflected nothing of it
 * @param unlearnedDigest that version's digest
 * @param plugin name of the plugin that computed it
 * @param pluginVersion that plugin's own version
 * @param method {@code INFLUENCE} or {@code RETRAIN}, never {@code AUTO}
 * @param effort name of the effort, as the unlearner reports it
 * @param assurance what may be said
 * @param forgotten interactions this erasure took out
 * @param changedRows parameter rows changed
 * @param droppedRows parameter rows dropped
 * @param selectedParameters numbers in the parameters that were allowed to move
 * @param measures numbers by name, finite: {@code damping}, {@code step-norm}, {@code
 *     forget-loss-before}, ...; what a gate measured is {@code gate-x}, and its bound {@code at-most-x}
 *     or {@code at-least-x}
 */
public record ErasureOutcome(
    VersionId base, String baseDigest, VersionId unlearned, String unlearnedDigest, String plugin,
    String pluginVersion, ErasureMethod method, String effort, Assurance assurance, long forgotten,
    long changedRows, long droppedRows, long selectedParameters, Map<String, Double> measures) {

  public ErasureOutcome {
    measures = Map.copyOf(measures);
  }
}
