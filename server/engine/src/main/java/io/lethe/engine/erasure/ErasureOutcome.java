package io.lethe.engine.erasure;

import io.lethe.engine.model.VersionId;

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
 * @param effort how far the work went
 * @param assurance what may be said
 * @param forgotten interactions this erasure took out
 * @param changedRows parameter rows changed
 * @param droppedRows parameter rows dropped
 * @param selectedParameters numbers in the parameters that were allowed to move
 * @param measures what was measured
 */
public record ErasureOutcome(
    VersionId base, String baseDigest, VersionId unlearned, String unlearnedDigest, String plugin,
    String pluginVersion, ErasureMethod method, ErasureEffort effort, Assurance assurance,
    long forgotten, long changedRows, long droppedRows, long selectedParameters,
    ErasureMeasures measures) {}
