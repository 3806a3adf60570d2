package io.lethe.evaluation.experiment;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON on one line, strict to read. */
public final class JsonText {

  private static final JsonMapper MAPPER = JsonMapper
      .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private JsonText() {}

  /** Strings, finite numbers, booleans, and lists and maps of such; maps in their own order. */
  public static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * One object with its members in order.
   *
   * @throws IllegalArgumentException naming the fault if the text is anything else
   */
  static Map<String, Object> object(String text) {
    try {
      Map<String, Object> object = MAPPER.readValue(text, new TypeReference<>() {});
      if (object == null) {
        throw new IllegalArgumentException("null is no JSON object");
      }
      return object;
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "no JSON object: " + malformed.getOriginalMessage(), malformed);
    }
  }
}
