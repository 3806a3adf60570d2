package io.lethe.engine.catalog;

import java.util.List;

/**
 * Which of the available items a caller wants.
 *
 * @param filter what they must pass, up to {@value CatalogBounds#FILTER_BYTES_MAX} bytes; empty for
 *     nothing
 * @param allowItems the only ones wanted, up to {@value CatalogBounds#ALLOWED_ITEMS_MAX}; empty for
 *     all; unknown ones are no error
 */
public record Narrowing(String filter, List<String> allowItems) {

  /** All available items are welcome. */
  public static final Narrowing NONE = new Narrowing("", List.of());

  public Narrowing {
    allowItems = List.copyOf(allowItems);
    CatalogBounds.checkBytes("filter", filter, 0, CatalogBounds.FILTER_BYTES_MAX);
    CatalogBounds.checkIds("allow_items", allowItems, 0, CatalogBounds.ALLOWED_ITEMS_MAX);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "Narrowing[filter of %d characters, %d allowed]"
        .formatted(filter.length(), allowItems.size());
  }
}
