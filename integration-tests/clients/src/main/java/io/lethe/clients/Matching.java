package io.lethe.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares an answer with what a scenario expects: objects may hold more than is expected, lists must be
 * as long and everything else equal. An object with one name that begins with $ is a matcher:
 * {@code $matches} a pattern, {@code $partOf} a text, {@code $length} of a list or matching it, {@code $above} a number,
 * {@code $atLeast}, {@code $absent}, {@code $present}, {@code $not}, {@code $each} of a list,
 * {@code $last} of a list, {@code $includes} in a list.
 */
final class Matching {

  private static final int SHOWN_MAX = 400;

  private final List<String> differences = new ArrayList<>();

  private Matching() {}

  /** What differs, one sentence each; nothing if it matches. */
  static List<String> differences(JsonElement expected, @Nullable JsonElement actual) {
    Matching matching = new Matching();
    matching.compare("answer", expected, actual);
    return List.copyOf(matching.differences);
  }

  private void compare(String path, JsonElement expected, @Nullable JsonElement actual) {
    if (expected instanceof JsonObject object) {
      if (object.size() > 0 && object.keySet().stream().allMatch(key -> key.startsWith("$"))) {
        object.entrySet()
            .forEach(matcher -> match(path, matcher.getKey(), matcher.getValue(), actual));
      } else if (actual instanceof JsonObject found) {
        object.entrySet()
            .forEach(
                entry -> compare(
                    path + "." + entry.getKey(), entry.getValue(), found.get(entry.getKey())));
      } else {
        differ(path, "an object", actual);
      }
    } else if (expected instanceof JsonArray array) {
      compare(path, array, actual);
    } else if (!isSame(expected, actual)) {
      differ(path, expected.toString(), actual);
    }
  }

  private void compare(String path, JsonArray expected, @Nullable JsonElement actual) {
    if (!(actual instanceof JsonArray found) || found.size() != expected.size()) {
      differ(path, "a list of " + expected.size(), actual);
      return;
    }
    for (int k = 0; k < found.size(); k++) {
      compare(path + "[" + k + "]", expected.get(k), found.get(k));
    }
  }

  private void match(
      String path, String matcher, JsonElement wanted, @Nullable JsonElement actual) {
    switch (matcher) {
      case "$absent" -> demand(actual == null || isNone(actual), path, "nothing", actual);
      case "$present" -> demand(actual != null && !isNone(actual), path, "something", actual);
      case "$matches" -> demand(
          actual != null && actual.isJsonPrimitive()
              && Pattern.matches(wanted.getAsString(), actual.getAsString()),
          path, "what matches " + wanted, actual);
      case "$partOf" -> demand(
          actual != null && actual.isJsonPrimitive() && !actual.getAsString().isEmpty()
              && wanted.getAsString().contains(actual.getAsString()),
          path, "a part of " + wanted, actual);
      case "$above" -> demand(
          isNumber(actual) && number(actual) > number(wanted), path, "above " + wanted, actual);
      case "$atLeast" -> demand(
          isNumber(actual) && number(actual) >= number(wanted), path, "at least " + wanted, actual);
      case "$not" -> demand(
          actual != null && !differences(wanted, actual).isEmpty(), path, "not " + wanted, actual);
      default -> matchList(path, matcher, wanted, actual);
    }
  }

  private void matchList(
      String path, String matcher, JsonElement wanted, @Nullable JsonElement actual) {
    if (!(actual instanceof JsonArray found)) {
      differ(path, "a list", actual);
      return;
    }
    switch (matcher) {
      case "$length" -> compare(path + ".length", wanted, Json.number(found.size()));
      case "$each" -> {
        demand(!found.isEmpty(), path, "a list with something in it", actual);
        for (int k = 0; k < found.size(); k++) {
          compare(path + "[" + k + "]", wanted, found.get(k));
        }
      }
      case "$last" ->
        compare(path + "[last]", wanted, found.isEmpty() ? null : found.get(found.size() - 1));
      case "$includes" -> demand(
          found.asList().stream().anyMatch(element -> differences(wanted, element).isEmpty()), path,
          "a list with " + wanted, actual);
      default -> throw new IllegalArgumentException("there is no matcher '" + matcher + "'");
    }
  }

  private void demand(boolean met, String path, String expected, @Nullable JsonElement actual) {
    if (!met) {
      differ(path, expected, actual);
    }
  }

  private void differ(String path, String expected, @Nullable JsonElement actual) {
    differences.add("%s: expected %s, got %s".formatted(path, shown(expected), shown(actual)));
  }

  private static String shown(@Nullable Object value) {
    String text = value == null ? "nothing" : value.toString();
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
  }

  private static boolean isSame(JsonElement expected, @Nullable JsonElement actual) {
    return (isNumber(expected) && isNumber(actual))
        ? number(expected) == number(actual)
        : expected.equals(actual);
  }

  private static boolean isNone(JsonElement actual) {
    return actual instanceof JsonNull || (actual instanceof JsonArray array && array.isEmpty())
        || (actual.isJsonPrimitive() && actual.getAsString().isEmpty());
  }

  private static boolean isNumber(@Nullable JsonElement element) {
    return element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
  }

  private static double number(@Nullable JsonElement element) {
    if (element == null) {
      throw new IllegalArgumentException("nothing is no number");
    }
    return element.getAsDouble();
  }
}
