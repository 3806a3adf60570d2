package io.lethe.client;

import java.util.List;

/**
 * Which items go with an item.
 *
 * @param model the model's id, such as {@code movies}
 * @param item the item's id
 * @param n how many items, 1 to 1000
 * @param excludeItems items that must not come back
 * @param minErasurePosition as in {@link RecommendQuery}
 * @param filter as in {@link RecommendQuery}
 * @param allowItems as in {@link RecommendQuery}
 */
public record SimilarItemsQuery(
    String model, String item, int n, List<String> excludeItems, long minErasurePosition,
    String filter, List<String> allowItems) {

  public SimilarItemsQuery {
    excludeItems = List.copyOf(excludeItems);
    allowItems = List.copyOf(allowItems);
  }

  /** The {@code n} items that go best with the item. */
  public static SimilarItemsQuery of(String model, String item, int n) {
    return new SimilarItemsQuery(model, item, n, List.of(), 0, "", List.of());
  }

  /** The same, without these items. */
  public SimilarItemsQuery excluding(List<String> items) {
    return new SimilarItemsQuery(model, item, n, items, minErasurePosition, filter, allowItems);
  }

  /** As {@link RecommendQuery#atErasurePosition}. */
  public SimilarItemsQuery atErasurePosition(long position) {
    return new SimilarItemsQuery(model, item, n, excludeItems, position, filter, allowItems);
  }

  /** As {@link RecommendQuery#filteredBy}. */
  public SimilarItemsQuery filteredBy(String newFilter) {
    return new SimilarItemsQuery(
        model, item, n, excludeItems, minErasurePosition, newFilter, allowItems);
  }

  /** As {@link RecommendQuery#allowingOnly}. */
  public SimilarItemsQuery allowingOnly(List<String> items) {
    return new SimilarItemsQuery(model, item, n, excludeItems, minErasurePosition, filter, items);
  }

  /** Everything but the ids. */
  @Override
  public String toString() {
    return "SimilarItemsQuery[model=" + model + ", n=" + n + ", excludeItems=" + excludeItems.size()
        + ", minErasurePosition=" + minErasurePosition + "]";
  }
}
