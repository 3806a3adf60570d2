package io.lethe.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;

/** Short words for JSON. */
final class Json {

  private Json() {}

  static JsonElement text(String text) {
    return new JsonPrimitive(text);
  }

  static JsonElement number(long number) {
    return new JsonPrimitive(number);
  }

  static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  static JsonObject interaction(String user, String item) {
    JsonObject pair = new JsonObject();
    pair.addProperty("user", user);
    pair.addProperty("item", item);
    return pair;
  }
}
