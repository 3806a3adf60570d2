package io.lethe.client;

import java.util.List;

/**
 * What to recommend.
 *
 * @param model the model's id, such as {@code movies}
 * @param user the user's id
 * @param n how many items, 1 to 1000
 * @param excludeItems items that must not come back
 * @param includeSeen true to let items come back that the user has interacted with
 * @param minErasurePosition the answer must reflect every erasure up to this position, as {@link
 *     Erasure#erasurePosition} names it; 0 leaves it to the client, see {@link
 *     LetheClientBuilder#readYourErasures}
 * @param fallback what answers if the model does not know the user
 * @param filter a condition in CEL that items must pass, such as {@code attributes.price < 20}; empty
 *     for none
 * @param allowItems the only items that may come back; empty for any
 * @param because how many of the user's own interactions each item names that carry its score, 0 to 5;
 *     with them {@code n} is at most 20
 */
public record RecommendQuery(
    String model, String user, int n, List<String> excludeItems, boolean includeSeen,
    long minErasurePosition, Fallback fallback, String filter, List<String> allowItems,
    int because) {

  public RecommendQuery {
    excludeItems = List.copyOf(excludeItems);
    allowItems = List.copyOf(allowItems);
  }

  /** Without reasons. */
  public RecommendQuery(
      String model, String user, int n, List<String> excludeItems, boolean includeSeen,
      long minErasurePosition, Fallback fallback, String filter, List<String> allowItems) {
    this(
        model, user, n, excludeItems, includeSeen, minErasurePosition, fallback, filter, allowItems,
        0);
  }

  /** The {@code n} best items the user has not seen. */
  public static RecommendQuery of(String model, String user, int n) {
    return new RecommendQuery(model, user, n, List.of(), false, 0, Fallback.NONE, "", List.of());
  }

  /** The same, without these items. */
  public RecommendQuery excluding(List<String> items) {
    return new RecommendQuery(
        model, user, n, items, includeSeen, minErasurePosition, fallback, filter, allowItems,
        because);
  }

  /** The same, with the items the user has seen. */
  public RecommendQuery includingSeen() {
    return new RecommendQuery(
        model, user, n, excludeItems, true, minErasurePosition, fallback, filter, allowItems,
        because);
  }

  /**
   * The same, from a version that reflects every erasure up to this position. A server that is behind
   * answers {@code ERASURE_POSITION_BEHIND}: ask again soon.
   */
  public RecommendQuery atErasurePosition(long position) {
    return new RecommendQuery(
        model, user, n, excludeItems, includeSeen, position, fallback, filter, allowItems,
        because);
  }

  /** The same, answered so if the model does not know the user. */
  public RecommendQuery withFallback(Fallback newFallback) {
    return new RecommendQuery(
        model, user, n, excludeItems, includeSeen, minErasurePosition, newFallback, filter,
        allowItems, because);
  }

  /** The same, of items that pass a condition in CEL. */
  public RecommendQuery filteredBy(String newFilter) {
    return new RecommendQuery(
        model, user, n, excludeItems, includeSeen, minErasurePosition, fallback, newFilter,
        allowItems, because);
  }

  /** The same, of these items only. */
  public RecommendQuery allowingOnly(List<String> items) {
    return new RecommendQuery(
        model, user, n, excludeItems, includeSeen, minErasurePosition, fallback, filter, items,
        because);
  }

  /** The same, each item with so many of the user's own interactions that carry it. */
  public RecommendQuery because(int reasons) {
    return new RecommendQuery(
        model, user, n, excludeItems, includeSeen, minErasurePosition, fallback, filter, allowItems,
        reasons);
  }

  /** Everything but the ids, so that a log of queries is no log of persons. */
  @Override
  public String toString() {
    return "RecommendQuery[model=" + model + ", n=" + n + ", excludeItems=" + excludeItems.size()
        + ", includeSeen=" + includeSeen + ", minErasurePosition=" + minErasurePosition
        + ", fallback=" + fallback + ", filter=" + filter.length() + " characters, allowItems="
        + allowItems.size() + ", because=" + because + "]";
  }
}
