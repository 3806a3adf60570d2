package io.lethe.engine.catalog;

/** The value of an item's attribute; its type is its own, whatever other items have. */
public sealed interface AttributeValue {

  /** A text, up to {@value CatalogBounds#TEXT_BYTES_MAX} bytes of UTF-8. */
  record Text(String text) implements AttributeValue {

    public Text {
      CatalogBounds.checkBytes("items.attributes.text", text, 0, CatalogBounds.TEXT_BYTES_MAX);
    }
  }

  /** A finite number. */
  record Decimal(double number) implements AttributeValue {

    public Decimal {
      if (!Double.isFinite(number)) {
        throw CatalogBounds.invalid(
            "items.attributes.number",
            "items.attributes.number is %s; finite numbers are allowed".formatted(number));
      }
    }
  }

  /** Yes or no. */
  record Flag(boolean flag) implements AttributeValue {}
}
