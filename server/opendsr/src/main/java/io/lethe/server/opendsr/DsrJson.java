package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Strict, bounded JSON whose errors name fields and never quote what is in them. */
final class DsrJson {

  private static final int DEPTH_MAX = 16;
  private static final JsonMapper MAPPER = JsonMapper
      .builder(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private DsrJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /**
   * The JSON object that a body is.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID}
   */
  static JsonNode parsed(byte[] body) {
    JsonNode read;
    try {
      read = MAPPER.readTree(body);
    } catch (JacksonException malformed) {
      throw invalid(
          "body", "the body is no JSON object of at most %d levels without repeated fields"
              .formatted(DEPTH_MAX));
    }
    if (read == null || !read.isObject()) {
      throw invalid("body", "the body is no JSON object");
    }
    return read;
  }

  static String text(JsonNode object, String field) {
    String value = optionalText(object, field);
    if (value == null) {
      throw invalid(field, field + " is required");
    }
    return value;
  }

  static @Nullable String optionalText(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw invalid(field, field + " must be a string");
    }
    return value.stringValue();
  }

  /** The members of an array; none where it is missing. */
  static List<JsonNode> list(JsonNode object, String field, int max) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || value.size() > max) {
      throw invalid(field, "%s must be an array of at most %d members".formatted(field, max));
    }
    List<JsonNode> members = new ArrayList<>();
    value.forEach(members::add);
    return members;
  }

  static LetheException invalid(String field, String message) {
    return new LetheException(ErrorKind.ARGUMENT_INVALID, message, Map.of("field", field));
  }
}
