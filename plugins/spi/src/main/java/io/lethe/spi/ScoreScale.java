package io.lethe.spi;

/** What the numbers mean that a model scores with. */
public enum ScoreScale {
  /** A logit: the probability of a positive interaction is {@code 1 / (1 + exp(-score))}. */
  LOGIT,
  /**
   * A preference: scores order a user's items and may be compared as they are; no probability can be
   * made of them. Under a squared loss they estimate the interaction's weight, about 0 for none and 1
   * for one; under a loss that compares items, such as BPR, their differences alone mean something.
   */
  PREFERENCE
}
