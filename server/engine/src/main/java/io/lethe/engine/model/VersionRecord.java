package io.lethe.engine.model;

/**
 * A committed version as the ledger remembers it, for ever.
 *
 * @param digest SHA-256 of its checkpoint's manifest, 64 lower-case hexadecimal digits
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
