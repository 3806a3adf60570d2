package io.lethe.training.learning;

import io.lethe.training.history.FoldIn;

/**
 * How far rows move when something is added, as a family measured it.
 *
 * @param l2 of a row's objective
 * @param damping what holds a known row where it is, beside its terms' curvature: a training that stops
 *     early brings rows less far than to their minimum
 * @param fresh the same for a new row, about where it begins
 * @param layers of a graph beneath the rows, 0 for none: a row then begins at what its edges pass on
 */
public record LearningRule(double l2, double damping, double fresh, int layers) {

  public LearningRule {
    if (!(l2 >= 0 && damping >= 0 && fresh >= 0 && layers >= 0)) {
      throw new IllegalArgumentException(
          "l2 %s, damping %s, fresh %s and layers %d; at least 0 each"
              .formatted(l2, damping, fresh, layers));
    }
  }

  /** Matrix factorization's (README of {@code mf}, figures). */
  public static LearningRule ofFactors(double l2) {
    return new LearningRule(l2, 1, 0, 0);
  }

  /** The ridge of a row's solve, and what holds it beside. */
  double ridge(boolean known, double held) {
    return Math.max(l2 + held + (known ? damping : fresh), FoldIn.RIDGE_MIN);
  }
}
