package io.lethe.engine.recommend;

/** How scoring ended for a user. */
public sealed interface ScoreOutcome {

  /**
   * The scores in the query's order; NaN where the version does not know the item, or the item or the
   * interaction is being erased. The array is the receiver's.
   */
  record Scored(float[] scores) implements ScoreOutcome {}

  /** The version does not know the user, or has forgotten them. */
  record Unknown() implements ScoreOutcome {}

  /** The user asked to be erased. */
  record Contained() implements ScoreOutcome {}
}
