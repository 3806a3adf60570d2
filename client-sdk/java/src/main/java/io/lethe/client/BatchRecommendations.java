package io.lethe.client;

import java.util.List;

/**
 * The answer for several users, all by one version.
 *
 * @param entries one for each user, in the order they were asked for
 * @param version the version that answered
 * @param erasurePosition as in {@link Recommendations}
 */
public record BatchRecommendations(List<Entry> entries, VersionName version, long erasurePosition) {

  public BatchRecommendations {
    entries = List.copyOf(entries);
  }

  /** How it ended for one user. */
  public enum Outcome {
    /** The items are there. */
    RECOMMENDED,
    /** The version does not know the user. */
    USER_NOT_FOUND,
    /** The user asked to be erased and is no longer served. */
    USER_CONTAINED,
    /** The server is newer than this client and said something else; there are no items. */
    UNKNOWN
  }

  /**
   * The answer for one user.
   *
   * @param items best first; empty unless recommended
   * @param source what they were made from; unknown unless recommended
   */
  public record Entry(Outcome outcome, List<ScoredItem> items, Source source) {

    public Entry {
      items = List.copyOf(items);
    }
  }
}
