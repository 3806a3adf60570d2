package io.lethe.engine.recommend;

/** What answers for a user of whom the version knows nothing. */
public enum Fallback {
  /** Nothing: the outcome says that the user is not known, or is being erased. */
  NONE,
  /** The items with the most interactions; also for a user that is being erased. */
  POPULAR
}
