package io.lethe.engine.recommend;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items go with an item. Contains what may tell of a person: not logged.
 *
 * @param n items wanted, 1 to {@value RecommendBounds#ITEMS_MAX}
 * @param excludeItems items that must not come back; unknown ones are no error
 * @param minErasurePosition the answer must reflect every erasure up to it; 0 for any
 * @param narrowing which of the available items are wanted
 * @param alias the alias whose version answers; null for the active version
 */
public record SimilarQuery(
    ModelName model, String item, int n, List<String> excludeItems, long minErasurePosition,
    Narrowing narrowing, @Nullable AliasName alias) {

  public SimilarQuery {
    excludeItems = List.copyOf(excludeItems);
    RecommendBounds.checkCount(n);
    ErasureTarget.checkId("item", item);
    RecommendBounds
        .checkItems("exclude_items", excludeItems, 0, RecommendBounds.EXCLUDED_ITEMS_MAX);
    RecommendBounds.checkPosition(minErasurePosition);
  }

  /** From the active version. */
  public SimilarQuery(
      ModelName model, String item, int n, List<String> excludeItems, long minErasurePosition,
      Narrowing narrowing) {
    this(model, item, n, excludeItems, minErasurePosition, narrowing, null);
  }

  /** Any available item is wanted. */
  public SimilarQuery(
      ModelName model, String item, int n, List<String> excludeItems, long minErasurePosition) {
    this(model, item, n, excludeItems, minErasurePosition, Narrowing.NONE);
  }

  /** From whatever version answers. */
  public SimilarQuery(ModelName model, String item, int n, List<String> excludeItems) {
    this(model, item, n, excludeItems, 0);
  }

  /** The same for a person whose one interaction is with the item. */
  HistoryQuery asHistory() {
    return new HistoryQuery(
        model, List.of(new HistoryQuery.Item(item, HistoryQuery.Item.VALUE_DEFAULT)), n,
        excludeItems, false, minErasurePosition, narrowing, alias);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "SimilarQuery[%s, n %d, %d excluded]".formatted(model, n, excludeItems.size());
  }
}
