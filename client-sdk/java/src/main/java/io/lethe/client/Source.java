package io.lethe.client;

/** What an answer was made from. */
public enum Source {
  /** What the version has learned of the user. */
  LEARNED,
  /**
   * Interactions of which the version was asked as of a history: the user's, new ones included, or
   * those named in the call.
   */
  HISTORY,
  /** The numbers of interactions of items: the user is not known, or is being erased. */
  POPULAR,
  /** The server is newer or older than this; in a batch, there is no answer for the user. */
  UNKNOWN
}
