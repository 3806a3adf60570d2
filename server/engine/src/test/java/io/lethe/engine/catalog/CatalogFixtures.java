package io.lethe.engine.catalog;

import io.lethe.engine.memory.InMemoryErasureLedger;
import java.util.List;
import java.util.Map;

/** Catalogues in memory, and a language in which a filter is the name of a category. */
public final class CatalogFixtures {

  private CatalogFixtures() {}

  /** None yet. */
  public static Catalogs catalogs() {
    InMemoryErasureLedger ledger = new InMemoryErasureLedger();
    return new Catalogs(ledger.catalogs(), ledger, CatalogParts.BYTES_MAX);
  }

  /** What passes is of the category; after {@code !} what is not. */
  public static FilterLanguage language() {
    return text -> {
      if (text.equals("?")) {
        throw CatalogBounds.invalid("filter", "filter, column 1: no category");
      }
      return text.startsWith("!")
          ? item -> !item.categories().contains(text.substring(1))
          : item -> item.categories().contains(text);
    };
  }

  /** Over no catalogue. */
  public static Admissions admissions() {
    return admissions(catalogs(), language());
  }

  /** Filters look at items on their callers' threads. */
  public static Admissions admissions(Catalogs catalogs, FilterLanguage language) {
    return new Admissions(catalogs, language, Runnable::run, System::nanoTime);
  }

  /** An item that is available. */
  public static CatalogItem listed(String id, String... categories) {
    return new CatalogItem(id, List.of(categories), Map.of(), true, null);
  }

  /** An item that is not. */
  public static CatalogItem soldOut(String id, String... categories) {
    return new CatalogItem(id, List.of(categories), Map.of(), false, null);
  }
}
