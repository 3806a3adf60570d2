package io.lethe.engine.model;

import io.lethe.spi.ModelArtifact;
import org.jspecify.annotations.Nullable;

/**
 * Everything of one version that goes to disk.
 *
 * @param artifact parameters and properties, as the plugin saved them
 * @param unlearningState opaque bytes, possibly none; taken over, not copied: the giver must not
 *     touch them again
 * @param sameIdsAs a version of the same model whose stored ids equal {@code ids}, so that they may
 *     be shared on disk; null if unknown. Only a hint, never needed to read the checkpoint
 */
public record Checkpoint(
    VersionManifest manifest, ModelArtifact artifact, EntityIds ids, byte[] unlearningState,
    @Nullable VersionId sameIdsAs) {}
