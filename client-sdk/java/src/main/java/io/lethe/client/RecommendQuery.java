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
 */
public record RecommendQuery(
    String model, String user, int n, List<String> excludeItems, boolean includeSeen,
    long minErasurePosition, Fallback fallback) {

  public RecommendQuery {
    excludeItems = List.copyOf(excludeItems);
  }

  /** The {@code n} best items the user has not seen. */
  public static RecommendQuery of(String model, String user, int n) {
    return new RecommendQuery(model, user, n, List.of(), false, 0, Fallback.NONE);
  }

  /** The same, without these items. */
  public RecommendQuery excluding(List<String> items) {
    return new RecommendQuery(model, user, n, items, includeSeen, minErasurePosition, fallback);
  }

  /** The same, with the items the user has seen. */
  public RecommendQuery includingSeen() {
    return new RecommendQuery(model, user, n, excludeItems, true, minErasurePosition, fallback);
  }

  /**
   * The same, from a version that reflects every erasure up to this position. A server that is behind
   * answers {@code ERASURE_POSITION_BEHIND}: ask again soon.
   */
  public RecommendQuery atErasurePosition(long position) {
    return new RecommendQuery(model, user, n, excludeItems, includeSeen, position, fallback);
  }

  /** The same, answered so if the model does not know the user. */
  public RecommendQuery withFallback(Fallback newFallback) {
    return new RecommendQuery(
        model, user, n, excludeItems, includeSeen, minErasurePosition, newFallback);
  }

  /** Everything but the ids, so that a log of queries is no log of persons. */
  @Override
  public String toString() {
    return "RecommendQuery[model=" + model + ", n=" + n + ", excludeItems=" + excludeItems.size()
        + ", includeSeen=" + includeSeen + ", minErasurePosition=" + minErasurePosition
        + ", fallback=" + fallback + "]";
  }
}
