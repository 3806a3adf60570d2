package io.lethe.client;

import java.util.List;

/**
 * What to recommend for a history: a session, a visitor without an account.
 *
 * @param model the model's id, such as {@code movies}
 * @param items the history, 1 to 1000 items; what the model does not know is passed over
 * @param n how many items, 1 to 1000
 * @param excludeItems items that must not come back
 * @param includeGiven true to let items of the history come back
 * @param minErasurePosition as in {@link RecommendQuery}
 * @param filter as in {@link RecommendQuery}
 * @param allowItems as in {@link RecommendQuery}
 */
public record ItemsQuery(
    String model, List<WeightedItem> items, int n, List<String> excludeItems, boolean includeGiven,
    long minErasurePosition, String filter, List<String> allowItems) {

  public ItemsQuery {
    items = List.copyOf(items);
    excludeItems = List.copyOf(excludeItems);
    allowItems = List.copyOf(allowItems);
  }

  /** The {@code n} best items for these, each of value 1. */
  public static ItemsQuery of(String model, List<String> items, int n) {
    return ofWeighted(model, items.stream().map(WeightedItem::of).toList(), n);
  }

  /** The {@code n} best items for these. */
  public static ItemsQuery ofWeighted(String model, List<WeightedItem> items, int n) {
    return new ItemsQuery(model, items, n, List.of(), false, 0, "", List.of());
  }

  /** The same, without these items. */
  public ItemsQuery excluding(List<String> newExcludeItems) {
    return new ItemsQuery(
        model, items, n, newExcludeItems, includeGiven, minErasurePosition, filter, allowItems);
  }

  /** The same, with the items of the history. */
  public ItemsQuery includingGiven() {
    return new ItemsQuery(
        model, items, n, excludeItems, true, minErasurePosition, filter, allowItems);
  }

  /** As {@link RecommendQuery#atErasurePosition}. */
  public ItemsQuery atErasurePosition(long position) {
    return new ItemsQuery(
        model, items, n, excludeItems, includeGiven, position, filter, allowItems);
  }

  /** As {@link RecommendQuery#filteredBy}. */
  public ItemsQuery filteredBy(String newFilter) {
    return new ItemsQuery(
        model, items, n, excludeItems, includeGiven, minErasurePosition, newFilter, allowItems);
  }

  /** As {@link RecommendQuery#allowingOnly}. */
  public ItemsQuery allowingOnly(List<String> newAllowItems) {
    return new ItemsQuery(
        model, items, n, excludeItems, includeGiven, minErasurePosition, filter, newAllowItems);
  }

  /** Everything but the ids, so that a log of queries is no log of persons. */
  @Override
  public String toString() {
    return "ItemsQuery[model=" + model + ", items=" + items.size() + ", n=" + n + ", excludeItems="
        + excludeItems.size() + ", includeGiven=" + includeGiven + ", minErasurePosition="
        + minErasurePosition + "]";
  }
}
