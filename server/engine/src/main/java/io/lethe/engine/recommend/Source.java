package io.lethe.engine.recommend;

/** What an answer for a user was made from. */
public enum Source {
  /** What the version has learned of the user. */
  LEARNED,
  /** The user's interactions, recent ones included, of which the model was asked as of a history. */
  HISTORY,
  /** The numbers of interactions of items. */
  POPULAR
}
