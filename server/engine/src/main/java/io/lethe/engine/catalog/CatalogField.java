package io.lethe.engine.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A field of an entry that an update may be about. */
public enum CatalogField {
  CATEGORIES,
  ATTRIBUTES,
  AVAILABLE,
  LISTED_TIME;

  /** Every field: the whole entry. */
  public static final Set<CatalogField> ALL = Collections
      .unmodifiableSet(EnumSet.allOf(CatalogField.class));

  /** A path that means every field. */
  private static final String EVERY = "*";
  /** What else a caller sends may be anything, an id of a person too: it is not repeated. */
  private static final Pattern REPEATED = Pattern.compile("[a-z_.]{1,64}");

  /** As the wire contract writes it. */
  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The fields of a mask.
   *
   * @param paths none for every field
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID}, with the path and those that
   *     are allowed
   */
  public static Set<CatalogField> of(List<String> paths) {
    if (paths.isEmpty()) {
      return ALL;
    }
    Set<CatalogField> fields = EnumSet.noneOf(CatalogField.class);
    paths.forEach(path -> fields.addAll(path.equals(EVERY) ? ALL : Set.of(of(path))));
    return fields;
  }

  private static CatalogField of(String path) {
    return Arrays.stream(values())
        .filter(field -> field.path().equals(path))
        .findFirst()
        .orElseThrow(
            () -> CatalogBounds.invalid(
                "update_mask",
                "update_mask has %s; %s and * are allowed".formatted(
                    REPEATED.matcher(path).matches()
                        ? "the path " + path
                        : "a path of %d characters".formatted(path.length()),
                    String.join(", ", Arrays.stream(values()).map(CatalogField::path).toList()))));
  }
}
