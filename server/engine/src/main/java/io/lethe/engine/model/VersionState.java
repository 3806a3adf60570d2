package io.lethe.engine.model;

/** Where a version is in its life; only ever moves forward. */
public enum VersionState {
  /** Being read; answers nothing yet. */
  LOADING,
  /** In memory; answers. */
  AVAILABLE,
  /** Replaced: finishes the calls it has, takes no new ones. Ends by a deadline. */
  DRAINING,
  /** Out of memory. Its checkpoint may still be on disk. */
  RETIRED,
  /** It could not be loaded, and is not served. */
  REFUSED
}
