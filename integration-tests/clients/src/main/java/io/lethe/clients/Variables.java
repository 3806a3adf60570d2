package io.lethe.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for <code>${name}</code> in one run of a scenario. A text that is nothing but one of them
 * becomes its value whatever that is; names may hold names. The same name always means the same, but for
 * {@code round}. Confined to one thread.
 */
final class Variables {

  private static final Pattern NAME = Pattern.compile("\\$\\{([^${}]+)}");

  private final Map<String, JsonElement> known = new HashMap<>();
  private final Function<String, JsonElement> source;

  /** Takes what it does not know from the source, once. */
  Variables(Function<String, JsonElement> source) {
    this.source = source;
  }

  void put(String name, JsonElement value) {
    known.put(name, value);
  }

  JsonElement get(String name) {
    JsonElement value = known.get(name);
    if (value == null) {
      value = source.apply(name);
      known.put(name, value);
    }
    return value;
  }

  /** The same with every name replaced. */
  JsonElement in(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object.asMap().forEach((name, value) -> copy.add(name, in(value)));
      return copy;
    }
    if (element instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(value -> copy.add(in(value)));
      return copy;
    }
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()
        ? in(element.getAsString())
        : element;
  }

  private JsonElement in(String text) {
    Matcher whole = NAME.matcher(text);
    if (whole.matches()) {
      return get(whole.group(1));
    }
    String replaced = NAME.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(get(found.group(1)).getAsString()));
    // What stood within another name has become part of it.
    return replaced.equals(text) ? Json.text(text) : in(replaced);
  }
}
