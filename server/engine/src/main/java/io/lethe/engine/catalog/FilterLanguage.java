package io.lethe.engine.catalog;

/** What filters are written in. Thread-safe. */
@FunctionalInterface
public interface FilterLanguage {

  /**
   * Reads a filter.
   *
   * @param text not empty, up to {@value CatalogBounds#FILTER_BYTES_MAX} bytes
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID}, naming the place and the
   *     reason
   */
  Filter read(String text);

  /** Whether an item passes. Thread-safe; of bounded cost; the same for equal items. */
  @FunctionalInterface
  interface Filter {

    /** False too for an item of which the question cannot be answered. */
    boolean passes(CatalogItem item);
  }

  /** A language without a sentence. */
  static FilterLanguage none() {
    return text -> {
      throw CatalogBounds.invalid("filter", "this server takes no filters");
    };
  }
}
