package io.lethe.engine.recommend;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items are to be scored for a user.
 *
 * @param items 1 to {@value RecommendBounds#SCORED_ITEMS_MAX}; one named twice is scored twice
 * @param minErasurePosition the answer must reflect every erasure up to it; 0 for any
 * @param alias the alias whose version answers; null for the one whose share the user is in, if any
 */
public record ScoreQuery(
    ModelName model, String user, List<String> items, long minErasurePosition,
    @Nullable AliasName alias) {

  public ScoreQuery {
    items = List.copyOf(items);
    ErasureTarget.checkId("user", user);
    RecommendBounds.checkItems("items", items, 1, RecommendBounds.SCORED_ITEMS_MAX);
    RecommendBounds.checkPosition(minErasurePosition);
  }

  /** From no certain alias. */
  public ScoreQuery(ModelName model, String user, List<String> items, long minErasurePosition) {
    this(model, user, items, minErasurePosition, null);
  }

  /** From whatever version answers. */
  public ScoreQuery(ModelName model, String user, List<String> items) {
    this(model, user, items, 0);
  }

  Route route() {
    return new Route(alias, user, minErasurePosition);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "ScoreQuery[%s, %d items]".formatted(model, items.size());
  }
}
