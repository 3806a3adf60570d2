package io.lethe.clients.testee;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of one operation, by name. */
public record Arguments(JsonObject json) {

  public boolean has(String name) {
    return json.has(name);
  }

  public String text(String name) {
    return json.get(name).getAsString();
  }

  public Optional<String> optionalText(String name) {
    return json.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  public int number(String name) {
    return json.get(name).getAsInt();
  }

  public long number(String name, long otherwise) {
    return json.has(name) ? json.get(name).getAsLong() : otherwise;
  }

  public boolean flag(String name) {
    return json.has(name) && json.get(name).getAsBoolean();
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement text : array(name)) {
      texts.add(text.getAsString());
    }
    return texts;
  }

  public JsonObject object(String name) {
    return json.has(name) ? json.getAsJsonObject(name) : new JsonObject();
  }

  public JsonArray array(String name) {
    return json.has(name) ? json.getAsJsonArray(name) : new JsonArray();
  }
}
