package io.lethe.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** Steps that the harness takes itself: looking behind the scenes, and changing receipts. */
final class HarnessOperations {

  private final World world;
  private final Supplies supplies;

  HarnessOperations(World world, Supplies supplies) {
    this.world = world;
    this.supplies = supplies;
  }

  JsonElement answer(String operation, JsonObject arguments) {
    return switch (operation) {
      case "harness.attempts" -> attempts(arguments);
      case "harness.interactions" -> object(
          "interactions", supplies.interactions(
              arguments.get("user").getAsString(), arguments.get("count").getAsInt()));
      case "harness.alter" -> object(
          "receipt",
          Json.text(
              ForgedReceipts.altered(
                  arguments.get("receipt").getAsString(), arguments.get("how").getAsString())));
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  /** How often a method was called with a request that holds a text. */
  private JsonObject attempts(JsonObject arguments) {
    String method = arguments.get("method").getAsString();
    String text = arguments.get("holding").getAsString();
    List<FaultProxy.Seen> seen = world.troublemakers()
        .proxy(arguments.get("trouble").getAsString())
        .seen()
        .stream()
        .filter(one -> one.method().equals(method) && one.request().toString().contains(text))
        .toList();
    JsonObject json = object("attempts", Json.number(seen.size()));
    json.addProperty("different", seen.stream().distinct().count());
    return json;
  }

  private static JsonObject object(String name, JsonElement value) {
    JsonObject json = new JsonObject();
    json.add(name, value);
    return json;
  }
}
