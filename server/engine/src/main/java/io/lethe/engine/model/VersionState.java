package io.lethe.engine.model;

/** Where a version is in its life; only ever moves forward. */
public enum VersionState {
  /** On disk, known by name. */
  DISCOVERED,
  /** Being read; answers nothing yet. */
  LOADING,
  /** In memory; answers. */
  AVAILABLE,
  /** Replaced: finishes the calls it has, takes no new ones. Ends by a deadline. */
  DRAINING,
  /** Out of memory. */
  RETIRED
}
