package io.lethe.engine.catalog;

import io.lethe.engine.subject.ErasureTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an item is. An item's id is no person's, and an entry must hold no person's data: an erasure
 * leaves entries as they are. Immutable.
 *
 * @param id 1 to 256 bytes of UTF-8
 * @param categories up to {@value CatalogBounds#CATEGORIES_MAX}, each of 1 to {@value
 *     CatalogBounds#CATEGORY_BYTES_MAX} bytes
 * @param attributes up to {@value CatalogBounds#ATTRIBUTES_MAX}, by names of 1 to 64 letters, digits
 *     and underscores
 * @param available whether answers may hold the item
 * @param listedAt when the item was listed, if that is known
 */
public record CatalogItem(
    String id, List<String> categories, Map<String, AttributeValue> attributes, boolean available,
    @Nullable Instant listedAt) {

  /** What a filter sees of an item that has no entry. */
  static final CatalogItem UNLISTED = unlisted("-");

  /** The record, its two collections, its time, and its place in the catalogue's map. */
  private static final long ENTRY_BYTES = 160;
  /** A string, its array's header, and the reference to it. */
  private static final long TEXT_BYTES = 48;
  /** A value, and its two places in a map. */
  private static final long ATTRIBUTE_BYTES = 40;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  public CatalogItem {
    categories = List.copyOf(categories);
    attributes = Map.copyOf(attributes);
    ErasureTarget.checkId("items.item", id);
    CatalogBounds.checkCount(
        "items.categories", "categories", categories.size(), CatalogBounds.CATEGORIES_MAX);
    categories.forEach(
        category -> CatalogBounds
            .checkBytes("items.categories", category, 1, CatalogBounds.CATEGORY_BYTES_MAX));
    CatalogBounds.checkCount(
        "items.attributes", "attributes", attributes.size(), CatalogBounds.ATTRIBUTES_MAX);
    attributes.keySet().forEach(CatalogItem::checkName);
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw CatalogBounds.invalid(
          "items.attributes",
          "items.attributes has a name of %d characters that is not 1 to 64 of A-Z, a-z, 0-9 and _, or"
              .formatted(name.length()) + " begins with a digit");
    }
  }

  /** This entry with some fields of another one of the item. */
  CatalogItem with(CatalogItem other, Set<CatalogField> fields) {
    return new CatalogItem(
        id, fields.contains(CatalogField.CATEGORIES) ? other.categories : categories,
        fields.contains(CatalogField.ATTRIBUTES) ? other.attributes : attributes,
        fields.contains(CatalogField.AVAILABLE) ? other.available : available,
        fields.contains(CatalogField.LISTED_TIME) ? other.listedAt : listedAt);
  }

  /** An entry that says no more than none. */
  static CatalogItem unlisted(String id) {
    return new CatalogItem(id, List.of(), Map.of(), true, null);
  }

  /** When the item was listed, if that is known. */
  public Optional<Instant> listed() {
    return Optional.ofNullable(listedAt);
  }

  /**
   * About what the entry takes in memory, in bytes: of each object its header and its fields, of a text
   * its bytes of UTF-8. Constant for equal entries.
   */
  public long bytes() {
    long sum = ENTRY_BYTES + text(id);
    for (String category : categories) {
      sum += text(category);
    }
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      sum += ATTRIBUTE_BYTES + text(attribute.getKey())
          + (attribute.getValue() instanceof AttributeValue.Text(String value) ? text(value) : 0);
    }
    return sum;
  }

  private static long text(String text) {
    return TEXT_BYTES + text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "CatalogItem[%d categories, %d attributes]"
        .formatted(categories.size(), attributes.size());
  }
}
