package io.lethe.engine.catalog;

import io.lethe.engine.model.ModelName;
import java.util.List;
import java.util.function.Consumer;

/**
 * Catalogues on disk. One transaction per method, synced when it returns, all or nothing when it
 * throws {@link io.lethe.engine.LetheException} of kind {@code STORAGE_FULL} or {@code
 * STORAGE_FAILED}. Thread-safe.
 */
public interface CatalogLedger {

  /** Puts entries in, each in the place of the one that the item has. No item twice. */
  void put(ModelName model, List<CatalogItem> items);

  /** Takes entries out; items without one are no error. */
  void remove(ModelName model, List<String> ids);

  /** Takes out all entries of a model. Repeating it does nothing. */
  void delete(ModelName model);

  /**
   * An entry and its number: higher than that of any entry that the catalogue had when the item came
   * into it, and the same as long as the item is in it.
   */
  record Numbered(long number, CatalogItem item) {}

  /** Entries with a number above one, ascending by number, at most so many. O(answer). */
  List<Numbered> page(ModelName model, long after, int max);

  /** Shows every entry of a model once. */
  void forEach(ModelName model, Consumer<CatalogItem> entry);

  /** Models that have entries, ascending. */
  List<ModelName> models();
}
