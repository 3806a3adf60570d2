package io.lethe.client.catalog;

/**
 * What an update did.
 *
 * @param added items that came into the catalogue
 * @param replaced items that had an entry and have another now
 */
public record CatalogUpdate(long added, long replaced) {

  /** What this one did and another. */
  public CatalogUpdate plus(CatalogUpdate more) {
    return new CatalogUpdate(added + more.added, replaced + more.replaced);
  }
}
