package io.lethe.client;

import java.util.List;

/**
 * The answer to a {@link RecommendQuery}, an {@link ItemsQuery} or a {@link SimilarItemsQuery}.
 *
 * @param items best first
 * @param version the version that answered
 * @param erasurePosition that version reflects every erasure of its model up to this position in
 *     the erasure log; 0 for none
 * @param source what the answer was made from; a history for the latter two
 */
public record Recommendations(
    List<ScoredItem> items, VersionName version, long erasurePosition, Source source) {

  public Recommendations {
    items = List.copyOf(items);
  }
}
