package io.lethe.client;

import java.util.List;

/**
 * The answer to a {@link RecommendQuery}.
 *
 * @param items best first
 * @param version the version that answered
 * @param erasurePosition that version reflects every erasure of its model up to this position in
 *     the erasure log; 0 for none
 */
public record Recommendations(List<ScoredItem> items, VersionName version, long erasurePosition) {

  public Recommendations {
    items = List.copyOf(items);
  }
}
