package io.lethe.training.objective;

/** Which loss terms an interaction stands for. */
public enum Objective {
  /** One term: the label is whether the value lies above the threshold. */
  EXPLICIT,
  /** A positive term, and sampled items as negative terms for the same user. */
  IMPLICIT
}
