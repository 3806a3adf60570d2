package io.lethe.client;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Scores of given items for a user.
 *
 * @param scores one for each item, in the order they were asked for; empty where the version cannot
 *     score the item because it does not know it, or because it is being erased
 * @param version the version that answered
 * @param erasurePosition as in {@link Recommendations}
 */
public record Scores(List<OptionalDouble> scores, VersionName version, long erasurePosition) {

  public Scores {
    scores = List.copyOf(scores);
  }
}
