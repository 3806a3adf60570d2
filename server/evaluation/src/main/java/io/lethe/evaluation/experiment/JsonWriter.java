package io.lethe.evaluation.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes JSON on one line. */
public final class JsonWriter {

  private static final int FIRST_PRINTABLE = 0x20;

  private JsonWriter() {}

  /**
   * A value as JSON.
   *
   * @param value a string, number, boolean, or a list or map of such; the names of a map that is
   *     not a {@link java.util.LinkedHashMap} are put in order
   */
  public static String json(Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case Number number -> String.valueOf(number);
      case Boolean truth -> String.valueOf(truth);
      case List<?> list ->
        list.stream().map(JsonWriter::json).collect(Collectors.joining(",", "[", "]"));
      case java.util.LinkedHashMap<?, ?> ordered -> members(ordered);
      case Map<?, ?> map -> members(new TreeMap<>(map));
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    };
  }

  private static String members(Map<?, ?> map) {
    return map.entrySet()
        .stream()
        .map(member -> quoted(String.valueOf(member.getKey())) + ":" + json(member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int k = 0; k < text.length(); k++) {
      char c = text.charAt(k);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
