package io.lethe.clients.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.lethe.clients.testee.Arguments;
import java.util.Map;
import java.util.stream.Collectors;

/** What an HTTP caller does about catalogues. */
final class GatewayCatalog {

  private final HttpCaller http;

  GatewayCatalog(HttpCaller http) {
    this.http = http;
  }

  JsonElement answer(String operation, Arguments arguments) throws Exception {
    return switch (operation) {
      case "updateItems" -> counted(update(arguments), "added", "replaced");
      case "deleteItems" -> counted(post(arguments, "deleteItems", "items"), "deleted");
      case "item" -> plain(post(arguments, "getItem", "item").getAsJsonObject("item"));
      case "items" ->
        JsonValues.list("items", JsonValues.each(all(arguments), "items", item -> plain(item)));
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  private JsonObject post(Arguments arguments, String call, String argument) throws Exception {
    JsonObject request = new JsonObject();
    request.add(argument, arguments.json().get(argument));
    return http.post(GatewayTestee.model(arguments) + ":" + call, request);
  }

  /** Numbers of 0 are left out of the JSON of messages. */
  private static JsonObject counted(JsonObject answer, String... names) {
    for (String name : names) {
      if (!answer.has(name)) {
        answer.addProperty(name, 0);
      }
    }
    return answer;
  }

  private JsonObject update(Arguments arguments) throws Exception {
    JsonObject request = new JsonObject();
    JsonArray items = new JsonArray();
    for (JsonElement element : arguments.array("items")) {
      JsonObject item = element.getAsJsonObject().deepCopy();
      JsonObject attributes = new JsonObject();
      if (item.has("attributes")) {
        for (Map.Entry<String, JsonElement> each : item.getAsJsonObject("attributes").entrySet()) {
          JsonObject value = new JsonObject();
          value.add(kind(each.getValue().getAsJsonPrimitive()), each.getValue());
          attributes.add(each.getKey(), value);
        }
      }
      item.add("attributes", attributes);
      items.add(item);
    }
    request.add("items", items);
    if (arguments.has("fields")) {
      request.addProperty(
          "updateMask",
          arguments.texts("fields")
              .stream()
              .map(field -> field.equals("listed_time") ? "listedTime" : field)
              .collect(Collectors.joining(",")));
    }
    return http.post(GatewayTestee.model(arguments) + ":updateItems", request);
  }

  private static String kind(JsonPrimitive value) {
    return value.isNumber() ? "number" : value.isBoolean() ? "flag" : "text";
  }

  private JsonObject all(Arguments arguments) throws Exception {
    JsonObject request = new JsonObject();
    request.addProperty("pageSize", 1000);
    return http.post(GatewayTestee.model(arguments) + ":listItems", request);
  }

  private static JsonObject plain(JsonElement element) {
    JsonObject item = element.getAsJsonObject();
    JsonObject attributes = new JsonObject();
    if (item.has("attributes")) {
      for (Map.Entry<String, JsonElement> each : item.getAsJsonObject("attributes").entrySet()) {
        each.getValue()
            .getAsJsonObject()
            .entrySet()
            .forEach(kind -> attributes.add(each.getKey(), kind.getValue()));
      }
    }
    item.add("attributes", attributes);
    return item;
  }
}
