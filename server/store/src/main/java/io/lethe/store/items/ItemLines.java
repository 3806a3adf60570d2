package io.lethe.store.items;

import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogField;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.store.input.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Items as JSON objects, one in each line. */
final class ItemLines {

  private ItemLines() {}

  static List<ItemEntry> read(String name, BufferedReader lines) throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    List<ItemEntry> items = new ArrayList<>();
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        String text = line;
        items.add(ItemFile.checked(name, number, () -> entry(parsed(mapper, text))));
      }
    }
    return items;
  }

  private static JsonNode parsed(JsonMapper mapper, String line) {
    try {
      return mapper.readTree(line);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "no JSON object in one line: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static ItemEntry entry(JsonNode object) {
    String id = "";
    List<String> categories = new ArrayList<>();
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    boolean available = true;
    Instant listed = null;
    Set<CatalogField> told = EnumSet.noneOf(CatalogField.class);
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "item" -> id = id(value);
        case "categories" -> {
          told.add(CatalogField.CATEGORIES);
          checked("categories", "a list", value, value.isArray())
              .forEach(each -> categories.add(text("categories", each)));
        }
        case "available" -> {
          told.add(CatalogField.AVAILABLE);
          available = flag(value);
        }
        case "listed_time", "listedTime" -> {
          told.add(CatalogField.LISTED_TIME);
          listed = ItemFile.listed(text(ItemFile.LISTED, value));
        }
        case "attributes" -> {
          told.add(CatalogField.ATTRIBUTES);
          checked("attributes", "an object", value, value.isObject()).properties()
              .forEach(each -> attributes.put(each.getKey(), value(each.getValue())));
        }
        default -> throw new IllegalArgumentException(
            "the object has a member %s; there are item, categories, attributes, available and"
                .formatted(BadInputException.quoted(member.getKey())) + " listed_time");
      }
    }
    return new ItemEntry(new CatalogItem(id, categories, attributes, available, listed), told);
  }

  private static String id(JsonNode value) {
    return value.isIntegralNumber() ? value.asString() : text("item", value);
  }

  private static JsonNode checked(String member, String wanted, JsonNode value, boolean isIt) {
    if (!isIt) {
      throw new IllegalArgumentException("%s is not %s".formatted(member, wanted));
    }
    return value;
  }

  private static String text(String member, JsonNode value) {
    if (!value.isString()) {
      throw new IllegalArgumentException(member + " holds what is no text");
    }
    return value.stringValue();
  }

  private static boolean flag(JsonNode value) {
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("available is neither true nor false");
    }
    return value.booleanValue();
  }

  private static AttributeValue value(JsonNode value) {
    if (value.isNumber()) {
      return new AttributeValue.Decimal(value.doubleValue());
    }
    return value.isBoolean()
        ? new AttributeValue.Flag(value.booleanValue())
        : new AttributeValue.Text(text("attributes", value));
  }
}
