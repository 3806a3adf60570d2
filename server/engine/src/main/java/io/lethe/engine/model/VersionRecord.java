package io.lethe.engine.model;

/**
 * A committed version as the ledger remembers it, for ever.
 *
 * @param digest of its checkpoint, as {@link CheckpointStore#write} returned it
 * @param destroyed whether its checkpoint was deleted
 */
public record VersionRecord(VersionManifest manifest, String digest, boolean destroyed) {

  /** Its name. */
  public VersionId id() {
    return manifest.id();
  }

  /** The same, destroyed. */
  public VersionRecord asDestroyed() {
    return new VersionRecord(manifest, digest, true);
  }
}
