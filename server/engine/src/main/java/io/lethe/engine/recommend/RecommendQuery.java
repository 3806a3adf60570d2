package io.lethe.engine.recommend;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one user is to be recommended.
 *
 * @param n items wanted, 1 to {@value RecommendBounds#ITEMS_MAX}
 * @param excludeItems items that must not come back; unknown ones are no error
 * @param includeSeen whether items may come back that the user has interacted with
 * @param fallback what answers if the version knows nothing of the user
 * @param minErasurePosition the answer must reflect every erasure up to it; 0 for any
 * @param narrowing which of the available items are wanted
 * @param alias the alias whose version answers; null for the one whose share the user is in, if any
 */
public record RecommendQuery(
    ModelName model, String user, int n, List<String> excludeItems, boolean includeSeen,
    Fallback fallback, long minErasurePosition, Narrowing narrowing, @Nullable AliasName alias) {

  public RecommendQuery {
    excludeItems = List.copyOf(excludeItems);
    RecommendBounds.checkCount(n);
    ErasureTarget.checkId("user", user);
    RecommendBounds
        .checkItems("exclude_items", excludeItems, 0, RecommendBounds.EXCLUDED_ITEMS_MAX);
    RecommendBounds.checkPosition(minErasurePosition);
  }

  /** From no certain alias. */
  public RecommendQuery(
      ModelName model, String user, int n, List<String> excludeItems, boolean includeSeen,
      Fallback fallback, long minErasurePosition, Narrowing narrowing) {
    this(model, user, n, excludeItems, includeSeen, fallback, minErasurePosition, narrowing, null);
  }

  /** Any available item is wanted. */
  public RecommendQuery(
      ModelName model, String user, int n, List<String> excludeItems, boolean includeSeen,
      Fallback fallback, long minErasurePosition) {
    this(model, user, n, excludeItems, includeSeen, fallback, minErasurePosition, Narrowing.NONE);
  }

  /** For a user that is known, from whatever version answers. */
  public RecommendQuery(
      ModelName model, String user, int n, List<String> excludeItems, boolean includeSeen) {
    this(model, user, n, excludeItems, includeSeen, Fallback.NONE, 0);
  }

  Route route() {
    return new Route(alias, user, minErasurePosition);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "RecommendQuery[%s, n %d, %d excluded]".formatted(model, n, excludeItems.size());
  }
}
