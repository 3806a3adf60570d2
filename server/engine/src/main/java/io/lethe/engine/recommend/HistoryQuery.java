package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recommended to a person with a history that the caller names. Contains personal data:
 * nothing of it is kept or logged.
 *
 * @param items the history, 1 to {@value RecommendBounds#HISTORY_ITEMS_MAX}; of an item named twice
 *     the last value counts, and items that the version does not know are passed over
 * @param n items wanted, 1 to {@value RecommendBounds#ITEMS_MAX}
 * @param excludeItems items that must not come back; unknown ones are no error
 * @param includeGiven whether items of the history may come back
 * @param minErasurePosition the answer must reflect every erasure up to it; 0 for any
 * @param narrowing which of the available items are wanted
 * @param alias the alias whose version answers; null for the active version
 */
public record HistoryQuery(
    ModelName model, List<Item> items, int n, List<String> excludeItems, boolean includeGiven,
    long minErasurePosition, Narrowing narrowing, @Nullable AliasName alias) {

  public HistoryQuery {
    items = List.copyOf(items);
    excludeItems = List.copyOf(excludeItems);
    RecommendBounds.checkCount(n);
    RecommendBounds.checkSize("items", items.size(), 1, RecommendBounds.HISTORY_ITEMS_MAX);
    RecommendBounds
        .checkItems("exclude_items", excludeItems, 0, RecommendBounds.EXCLUDED_ITEMS_MAX);
    RecommendBounds.checkPosition(minErasurePosition);
  }

  /** From the active version. */
  public HistoryQuery(
      ModelName model, List<Item> items, int n, List<String> excludeItems, boolean includeGiven,
      long minErasurePosition, Narrowing narrowing) {
    this(model, items, n, excludeItems, includeGiven, minErasurePosition, narrowing, null);
  }

  /** Any available item is wanted. */
  public HistoryQuery(
      ModelName model, List<Item> items, int n, List<String> excludeItems, boolean includeGiven,
      long minErasurePosition) {
    this(model, items, n, excludeItems, includeGiven, minErasurePosition, Narrowing.NONE);
  }

  /** From whatever version answers. */
  public HistoryQuery(
      ModelName model, List<Item> items, int n, List<String> excludeItems, boolean includeGiven) {
    this(model, items, n, excludeItems, includeGiven, 0);
  }

  /**
   * An item of a history.
   *
   * @param value the value of the interaction, as a row of the model's data would have it; finite
   */
  public record Item(String item, float value) {

    /** The value of an interaction that has none. */
    public static final float VALUE_DEFAULT = 1;

    public Item {
      ErasureTarget.checkId("items.item", item);
      if (!Float.isFinite(value)) {
        throw new LetheException(
            ErrorKind.ARGUMENT_INVALID,
            "items.value is %s; finite numbers are allowed".formatted(value),
            Map.of("field", "items.value"));
      }
    }

    @Override
    public String toString() {
      return "Item[]";
    }
  }

  Route route() {
    return new Route(alias, null, minErasurePosition);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "HistoryQuery[%s, %d items, n %d, %d excluded]"
        .formatted(model, items.size(), n, excludeItems.size());
  }
}
