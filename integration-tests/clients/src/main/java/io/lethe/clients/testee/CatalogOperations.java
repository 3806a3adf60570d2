package io.lethe.clients.testee;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.lethe.client.LetheClient;
import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import io.lethe.client.catalog.CatalogUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the harness asks for about catalogues. */
final class CatalogOperations {

  private CatalogOperations() {}

  static JsonElement answer(String operation, LetheClient client, Arguments arguments) {
    CatalogClient catalog = CatalogClient.of(client, arguments.text("model"));
    return switch (operation) {
      case "updateItems" -> json(
          catalog.update(
              items(arguments.array("items")),
              arguments.texts("fields")
                  .stream()
                  .map(field -> CatalogItem.Field.valueOf(field.toUpperCase(Locale.ROOT)))
                  .collect(Collectors.toSet())));
      case "deleteItems" -> {
        JsonObject json = new JsonObject();
        json.addProperty("deleted", catalog.delete(arguments.texts("items")));
        yield json;
      }
      case "item" -> json(catalog.get(arguments.text("item")));
      case "items" -> Values.list("items", catalog.list().map(CatalogOperations::json));
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  private static List<CatalogItem> items(JsonArray array) {
    List<CatalogItem> items = new ArrayList<>();
    for (JsonElement element : array) {
      Arguments each = new Arguments(element.getAsJsonObject());
      items.add(
          new CatalogItem(
              each.text("item"), each.texts("categories"), attributes(each),
              !each.has("available") || each.flag("available"),
              each.optionalText("listedTime").map(Instant::parse)));
    }
    return items;
  }

  private static Map<String, Object> attributes(Arguments item) {
    Map<String, Object> attributes = new TreeMap<>();
    if (item.has("attributes")) {
      item.json().getAsJsonObject("attributes").asMap().forEach((name, value) -> {
        JsonPrimitive plain = value.getAsJsonPrimitive();
        attributes.put(
            name,
            plain.isNumber()
                ? (Object) plain.getAsDouble()
                : plain.isBoolean() ? (Object) plain.getAsBoolean() : plain.getAsString());
      });
    }
    return attributes;
  }

  private static JsonObject json(CatalogUpdate update) {
    JsonObject json = new JsonObject();
    json.addProperty("added", update.added());
    json.addProperty("replaced", update.replaced());
    return json;
  }

  private static JsonObject json(CatalogItem item) {
    JsonObject json = new JsonObject();
    json.addProperty("item", item.item());
    JsonArray categories = new JsonArray();
    item.categories().forEach(categories::add);
    json.add("categories", categories);
    JsonObject attributes = new JsonObject();
    item.attributes().forEach((name, value) -> attributes.add(name, plain(value)));
    json.add("attributes", attributes);
    json.addProperty("available", item.available());
    Optional<String> listed = item.listedTime().map(Instant::toString);
    listed.ifPresent(time -> json.addProperty("listedTime", time));
    return json;
  }

  private static JsonPrimitive plain(Object value) {
    if (value instanceof Double number) {
      return new JsonPrimitive(number);
    }
    return value instanceof Boolean flag
        ? new JsonPrimitive(flag)
        : new JsonPrimitive((String) value);
  }
}
