package io.lethe.engine.model;

/** What made a version. */
public enum VersionOrigin {
  /** A training that somebody asked for. */
  TRAINING,
  /** An erasure, by the influence update on its parent. */
  INFLUENCE_UPDATE,
  /** An erasure, by training anew without the erased interactions. */
  RETRAINING
}
