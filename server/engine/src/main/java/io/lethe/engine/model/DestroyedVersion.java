package io.lethe.engine.model;

import java.time.Instant;

/**
 * That a version's checkpoint is gone from disk, for good. Holds no personal data.
 *
 * @param digest of the checkpoint, as it was committed
 * @param erasurePosition what the version reflected; erasures above it were in it
 * @param time when it was found gone: at the latest then
 */
public record DestroyedVersion(
    VersionId id, String digest, long erasurePosition, Instant time, Reason reason) {

  /** Why a version was destroyed. */
  public enum Reason {
    /** An erasure it does not reflect went live. */
    HELD_ERASED_DATA,
    /** There were newer ones enough. */
    NOT_KEPT,
    /** A backup from before it took its place. */
    REPLACED_BY_BACKUP,
    /** Its model was deleted. */
    MODEL_DELETED
  }

  /** A version that is gone now. */
  public static DestroyedVersion of(VersionRecord version, Instant time, Reason reason) {
    return new DestroyedVersion(
        version.id(), version.digest(), version.manifest().erasurePosition(), time, reason);
  }
}
