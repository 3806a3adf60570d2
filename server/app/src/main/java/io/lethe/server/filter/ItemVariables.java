package io.lethe.server.filter;

import dev.cel.runtime.CelVariableResolver;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a filter sees of one item; made when it is asked for. */
record ItemVariables(CatalogItem item) implements CelVariableResolver {

  static final String CATEGORIES = "categories";
  static final String ATTRIBUTES = "attributes";
  static final String LISTED_TIME = "listed_time";

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case CATEGORIES -> Optional.of(item.categories());
      case ATTRIBUTES -> Optional.of(attributes());
      case LISTED_TIME -> item.listed().map(Object.class::cast);
      default -> Optional.empty();
    };
  }

  private Map<String, Object> attributes() {
    Map<String, Object> attributes = HashMap.newHashMap(item.attributes().size());
    item.attributes().forEach((name, value) -> attributes.put(name, switch (value) {
      case AttributeValue.Text(String text) -> text;
      case AttributeValue.Decimal(double number) -> number;
      case AttributeValue.Flag(boolean flag) -> flag;
    }));
    return attributes;
  }
}
