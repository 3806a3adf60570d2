package io.lethe.store.format;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as the store keeps it: strict to read, its fields named by the store and not by the engine's
 * records, so that renaming one cannot change a file.
 */
public final class Json {

  private static final JsonMapper MAPPER = JsonMapper
      .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private Json() {}

  /** An object without fields. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** As it is written, without spaces. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * The value that a text is.
   *
   * @throws IllegalArgumentException if it is no JSON, or has a field twice
   */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "no valid JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /**
   * The text in a field; the methods below do the same for values of their kind.
   *
   * @throws IllegalArgumentException if it is missing or of another kind
   */
  public static String string(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException("the text " + field + " is missing");
    }
    return value.stringValue();
  }

  /** The text in a field; null where it is missing or null. */
  public static @Nullable String optionalString(JsonNode object, String field) {
    return object.get(field) == null || object.get(field).isNull() ? null : string(object, field);
  }

  /** The whole number in a field. */
  public static long integer(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("the whole number " + field + " is missing");
    }
    return value.longValue();
  }

  /** The number in a field. */
  public static double decimal(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isNumber()) {
      throw new IllegalArgumentException("the number " + field + " is missing");
    }
    return value.doubleValue();
  }

  /** The moment in a field, ISO 8601. */
  public static Instant instant(JsonNode object, String field) {
    return Instant.parse(string(object, field));
  }

  /** The object in a field. */
  public static JsonNode child(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isObject()) {
      throw new IllegalArgumentException("the object " + field + " is missing");
    }
    return value;
  }

  /** The constant that a field names. */
  public static <E extends Enum<E>> E constant(JsonNode object, String field, Class<E> type) {
    return Enum.valueOf(type, string(object, field));
  }

  /** Texts by name, in the order of names, so that the same facts give the same bytes. */
  public static ObjectNode strings(Map<String, String> values) {
    ObjectNode object = object();
    new TreeMap<>(values).forEach(object::put);
    return object;
  }

  /** Numbers by name, in the order of names. */
  public static ObjectNode decimals(Map<String, Double> values) {
    ObjectNode object = object();
    new TreeMap<>(values).forEach(object::put);
    return object;
  }

  /** The texts of the object in a field, by name. */
  public static Map<String, String> strings(JsonNode object, String field) {
    return map(child(object, field), name -> string(child(object, field), name));
  }

  /** The numbers of the object in a field, by name. */
  public static Map<String, Double> decimals(JsonNode object, String field) {
    return map(child(object, field), name -> decimal(child(object, field), name));
  }

  private static <T> Map<String, T> map(JsonNode object, Function<String, T> value) {
    Map<String, T> map = new TreeMap<>();
    for (String name : object.propertyNames()) {
      map.put(name, value.apply(name));
    }
    return map;
  }
}
