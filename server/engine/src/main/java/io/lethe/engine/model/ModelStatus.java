package io.lethe.engine.model;

import io.lethe.engine.LetheException;

/** Whether a model answers. */
public sealed interface ModelStatus {

  /** A version answers. */
  record Serving(ModelVersion version) implements ModelStatus {}

  /** Interactions were imported for it, and none of its trainings has ended with a version. */
  record Untrained() implements ModelStatus {}

  /** No version can answer; the reason says why. */
  record NotReady(LetheException reason) implements ModelStatus {}
}
