package io.lethe.checks;

import java.util.Locale;

/** What a plugin and its models promise. The first ten are of models that can be differentiated. */
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
  SCORES,
  /** Options have plain names, defaults that are accepted, and refuse what they do not know by name. */
  OPTIONS,
  /** The same training gives the same bits, on any number of threads and with its own report of options. */
  REPEATING,
  /** Two trainings that differ in one user differ through that user alone. */
  COUPLING,
  /** What was liked scores above the rest. */
  LEARNING,
  /** A training tells how far it is, epoch after epoch. */
  REPORTING,
  /** A training ends when its thread is interrupted. */
  STOPPING,
  /** A model that was saved and loaded scores as before. */
  LOADING,
  /** A model that can be wiped names the arrays that it saves. */
  LEARNT_ARRAYS,
  /** Lists are sorted, hold no excluded item, and agree with the scores. */
  LISTS,
  /** Users and items that are not there are refused. */
  INDICES,
  /** What was forgotten is nearer to a training without it than doing nothing is. */
  FORGETTING;

  /** Its name in metrics and gates: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
