package io.lethe.checks;

import java.util.Locale;

/** What a differentiable model promises. */
public enum Promise {
  /** The gradient is the slope of the loss. */
  GRADIENT,
  /** The Gauss-Newton product is the curvature that the loss has where scores run straight. */
  CURVATURE,
  /** The Gauss-Newton product is symmetric and never negative. */
  SYMMETRY,
  /** A row's own curvature is the Gauss-Newton product with that row. */
  ROW_CURVATURE,
  /** The L2 that the layout declares is no more than what training balanced the loss with. */
  PENALTY,
  /** Each loss term counts once for its user. */
  TERM_COUNT,
  /** The curvature factors are those of the Gauss-Newton product. */
  FACTORS,
  /** The removal gradient is the gradient of what was trained less that of what stays. */
  REMOVAL,
  /** Most of a removal gradient lies in rows of users and items, which an influence step moves. */
  REACH,
  /** Scores follow the parameters. */
  SCORES;

  /** Its name in metrics and gates: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
