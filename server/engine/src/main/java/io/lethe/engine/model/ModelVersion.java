package io.lethe.engine.model;

/**
 * Everything one committed version needs to serve and to forget. Immutable and safe for concurrent
 * use.
 */
public record ModelVersion(VersionRecord record, VersionContent content) {

  /** Its name. */
  public VersionId id() {
    return record.id();
  }

  /** Its facts. */
  public VersionManifest manifest() {
    return record.manifest();
  }

  /** It reflects every erasure up to this position that did not fail. */
  public long erasurePosition() {
    return record.manifest().erasurePosition();
  }
}
