package io.lethe.clients.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * From protobuf's JSON, where 64-bit numbers are texts and what has its default is left out, to the
 * testees'.
 */
final class JsonValues {

  private static final List<String> COUNTS = List
      .of("interactionCount", "changedRowCount", "droppedRowCount", "erasurePosition");
  private static final List<String> LEARNING_COUNTS = List
      .of("learnedInteractionCount", "waitingInteractionCount");
  private static final List<String> METHODS = List.of("requestedMethod", "usedMethod");

  private JsonValues() {}

  static JsonObject erasure(JsonObject erasure) {
    JsonObject json = erasure.deepCopy();
    COUNTS.forEach(name -> number(json, name));
    METHODS
        .forEach(name -> otherwise(json, name, new JsonPrimitive("UNLEARNING_METHOD_UNSPECIFIED")));
    otherwise(json, "state", new JsonPrimitive("STATE_UNSPECIFIED"));
    return json;
  }

  static JsonObject plan(JsonObject operation) {
    JsonObject plan = operation.getAsJsonObject("response").getAsJsonObject("plan").deepCopy();
    COUNTS.forEach(name -> number(plan, name));
    return plan;
  }

  static JsonObject recommendations(JsonObject answer) {
    JsonObject json = answer.deepCopy();
    otherwise(json, "items", new JsonArray());
    number(json, "erasurePosition");
    return json;
  }

  static JsonObject batch(JsonObject answer) {
    JsonObject json = answer.deepCopy();
    number(json, "erasurePosition");
    return json;
  }

  static JsonObject scores(JsonObject answer) {
    JsonObject json = answer.deepCopy();
    json.add("scores", each(answer, "scores", score -> {
      JsonObject one = score.getAsJsonObject();
      return one.has("score") ? one.get("score") : JsonNull.INSTANCE;
    }));
    number(json, "erasurePosition");
    return json;
  }

  static JsonObject model(JsonElement model) {
    JsonObject json = model.getAsJsonObject().deepCopy();
    if (json.has("learning")) {
      LEARNING_COUNTS.forEach(name -> number(json.getAsJsonObject("learning"), name));
    }
    otherwise(json, "aliases", new JsonArray());
    return json;
  }

  /** The elements of a list, which is left out when it has none. */
  static JsonArray each(JsonObject answer, String name, UnaryOperator<JsonElement> element) {
    JsonArray array = new JsonArray();
    if (answer.has(name)) {
      answer.getAsJsonArray(name).forEach(one -> array.add(element.apply(one)));
    }
    return array;
  }

  static JsonObject list(String name, JsonArray elements) {
    JsonObject json = new JsonObject();
    json.add(name, elements);
    return json;
  }

  private static void number(JsonObject json, String name) {
    json.addProperty(name, json.has(name) ? json.get(name).getAsLong() : 0);
  }

  private static void otherwise(JsonObject json, String name, JsonElement value) {
    if (!json.has(name)) {
      json.add(name, value);
    }
  }
}
