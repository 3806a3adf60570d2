package io.lethe.client.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an item is. No place for what is known of persons: an erasure leaves it as it is.
 *
 * @param item the item's id
 * @param categories at most 64, each of 1 to 128 bytes
 * @param attributes at most 32, by names of letters, digits and underscores; each a {@link String} of
 *     at most 256 bytes, a finite {@link Double} or a {@link Boolean}
 * @param available whether answers may hold the item
 * @param listedTime when the item was listed, if that is known
 */
public record CatalogItem(
    String item, List<String> categories, Map<String, Object> attributes, boolean available,
    Optional<Instant> listedTime) {

  public CatalogItem {
    categories = List.copyOf(categories);
    attributes = Map.copyOf(attributes);
    for (Object value : attributes.values()) {
      if (!(value instanceof String || value instanceof Double || value instanceof Boolean)) {
        throw new IllegalArgumentException(
            "an attribute is a " + value.getClass().getSimpleName()
                + "; a String, a Double or a Boolean is needed");
      }
    }
  }

  /** What an update may be about alone. */
  public enum Field {
    CATEGORIES,
    ATTRIBUTES,
    AVAILABLE,
    LISTED_TIME
  }

  /** An available item of these categories, of which nothing else is told. */
  public static CatalogItem of(String item, String... categories) {
    return new CatalogItem(item, List.of(categories), Map.of(), true, Optional.empty());
  }

  /** An item that no answer is to hold. */
  public static CatalogItem unavailable(String item) {
    return of(item).availableOnlyIf(false);
  }

  /** The same, with a text. */
  public CatalogItem with(String name, String text) {
    return withAny(name, text);
  }

  /** The same, with a number. */
  public CatalogItem with(String name, double number) {
    return withAny(name, number);
  }

  /** The same, with a yes or no. */
  public CatalogItem with(String name, boolean flag) {
    return withAny(name, flag);
  }

  private CatalogItem withAny(String name, Object value) {
    Map<String, Object> more = new TreeMap<>(attributes);
    more.put(name, value);
    return new CatalogItem(item, categories, more, available, listedTime);
  }

  /** The same, available or not. */
  public CatalogItem availableOnlyIf(boolean newAvailable) {
    return new CatalogItem(item, categories, attributes, newAvailable, listedTime);
  }

  /** The same, listed then. */
  public CatalogItem listedAt(Instant time) {
    return new CatalogItem(item, categories, attributes, available, Optional.of(time));
  }
}
