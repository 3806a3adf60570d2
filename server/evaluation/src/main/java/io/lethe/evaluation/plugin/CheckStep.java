package io.lethe.evaluation.plugin;

import java.util.Locale;

/** The parts of a check, in their order. */
public enum CheckStep {
  /** The folder is loaded as a server does it. */
  FOLDER,
  /** Options are read, taken by default and refused. */
  OPTIONS,
  /** A model is trained, learns, and reports. */
  TRAINING,
  /** Trainings repeat bit by bit. */
  REPEATING,
  /** Trainings that differ in one user differ through that user. */
  COUPLING,
  /** An interrupted training ends. */
  STOPPING,
  /** What was saved and loaded scores as before. */
  LOADING,
  /** Lists are those of the scores. */
  LISTS,
  /** Derivatives are those of the loss and the scores. */
  DERIVATIVES,
  /** A user and some interactions are forgotten, and held against a training without them. */
  FORGETTING;

  /** In lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
