package io.lethe.store.items;

import io.lethe.engine.catalog.CatalogField;
import io.lethe.engine.catalog.CatalogItem;
import java.util.Set;

/**
 * What a file tells of one item.
 *
 * @param item with defaults where the file is silent
 * @param told the fields that the file speaks of, at least one: a table by its columns, a JSON object by
 *     its members
 */
public record ItemEntry(CatalogItem item, Set<CatalogField> told) {

  public ItemEntry {
    told = Set.copyOf(told);
    if (told.isEmpty()) {
      throw new IllegalArgumentException(
          "it names an item and tells nothing of it: categories, available, listed_time or an"
              + " attribute is needed");
    }
  }
}
