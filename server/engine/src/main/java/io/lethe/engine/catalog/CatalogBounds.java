package io.lethe.engine.catalog;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.subject.ErasureTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Bounds of catalogues and of what narrows an answer. Texts are measured in bytes of UTF-8. */
public final class CatalogBounds {

  /** Most items that one call changes. */
  public static final int CHANGED_ITEMS_MAX = 10_000;
  /** Most entries of one model's catalogue. {@link CatalogParts#bytesMax} bounds their memory. */
  public static final int ENTRIES_MAX = 2_000_000;
  /** Most categories of an item. */
  public static final int CATEGORIES_MAX = 64;
  /** Most bytes of a category. */
  public static final int CATEGORY_BYTES_MAX = 128;
  /** Most attributes of an item. */
  public static final int ATTRIBUTES_MAX = 32;
  /** Most bytes of a text that is an attribute's value. */
  public static final int TEXT_BYTES_MAX = 256;
  /** Most bytes of a filter. */
  public static final int FILTER_BYTES_MAX = 1_000;
  /** Most items that a query allows by name. */
  public static final int ALLOWED_ITEMS_MAX = 10_000;

  private CatalogBounds() {}

  static void checkBytes(String field, String text, int min, int max) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < min || bytes > max) {
      throw invalid(
          field, "%s has %d bytes; %d to %d are allowed".formatted(field, bytes, min, max));
    }
  }

  static void checkCount(String field, String what, int count, int max) {
    if (count > max) {
      throw invalid(field, "%s has %d %s; up to %d are allowed".formatted(field, count, what, max));
    }
  }

  static void checkItems(String field, int items, int min, int max) {
    if (items < min || items > max) {
      throw new LetheException(
          ErrorKind.ITEMS_OUT_OF_RANGE,
          "%s has %d items; %d to %d are allowed".formatted(field, items, min, max),
          Map.of(
              "field", field, "items", String.valueOf(items), "min", String.valueOf(min), "max",
              String.valueOf(max)));
    }
  }

  static void checkIds(String field, List<String> ids, int min, int max) {
    checkItems(field, ids.size(), min, max);
    ids.forEach(id -> ErasureTarget.checkId(field, id));
  }

  static LetheException invalid(String field, String message) {
    return new LetheException(ErrorKind.ARGUMENT_INVALID, message, Map.of("field", field));
  }
}
