package io.lethe.evaluation.ranking;

import java.util.OptionalDouble;

/**
 * How rows are split.
 *
 * @param share of each user's positives (by hash) or of all rows (by time) that is held out, above 0
 *     and below 1; not used when one is left out
 * @param core every user and item of a held-out positive has at least so many positives (an iterated
 *     core); 1 for no such bound
 * @param positiveFrom a row is positive if its value is at least this; empty for the mean value
 */
public record SplitRule(SplitKind kind, double share, int core, OptionalDouble positiveFrom) {

  public SplitRule {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "a test share of %s is not above 0 and below 1".formatted(share));
    }
    if (core < 1) {
      throw new IllegalArgumentException("a core of %d positives is below 1".formatted(core));
    }
  }
}
