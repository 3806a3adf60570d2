package io.lethe.engine.model;

/** What made a version. */
public enum VersionOrigin {
  /** A training that somebody asked for. */
  TRAINING,
  /** An erasure, by the influence update on its parent. */
  INFLUENCE_UPDATE,
  /**
   * Training anew without what was erased, with seed and options of the last training: for an erasure,
   * or because erasures had used up what they may leave undone.
   */
  RETRAINING
}
