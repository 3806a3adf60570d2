package io.lethe.engine.model;

import io.lethe.engine.data.EntityIds;

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
 * @param parent what it was derived from, so that only the difference need be written now; null if
 *     it was not. Only a hint: the checkpoint can be read after the parent was destroyed
 */
public record Checkpoint(
    VersionManifest manifest, ModelArtifact artifact, EntityIds ids, byte[] unlearningState,
    @Nullable VersionId sameIdsAs, @Nullable Parent parent) {

  /**
   * A committed version of the same model in the same store.
   *
   * @param digest as {@link CheckpointStore#write} returned it
   * @param artifact as it was written; tensors whose chunks are the very arrays of the checkpoint's
   *     are not compared
   */
  public record Parent(
      VersionId id, String digest, ModelArtifact artifact, EntityIds ids, byte[] unlearningState) {}
}
