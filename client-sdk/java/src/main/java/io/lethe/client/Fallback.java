package io.lethe.client;

/** What answers for a user that the model does not know. */
public enum Fallback {
  /** An error, or in a batch the outcome, says that the user is not known. */
  NONE,
  /** The items with the most interactions. A user that is being erased has this answer too. */
  POPULAR
}
