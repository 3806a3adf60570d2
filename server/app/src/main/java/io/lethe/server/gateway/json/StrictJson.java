package io.lethe.server.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON as RFC 8259 has it and no other: what some readers let pass, such as names without quotes
 * or the same name twice, may mean one thing here and another thing to whoever looked at it before.
 */
final class StrictJson {

  private static final int NESTING_MAX = 100;
  private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

  private StrictJson() {}

  /** It is something else; the message quotes nothing of it. */
  static final class Malformed extends IOException {

    private static final long serialVersionUID = 1;

    private Malformed(String message) {
      super(message);
    }
  }

  /**
   * One object and nothing behind it.
   *
   * @param text UTF-8; nothing at all is an empty object
   * @throws Malformed if it is something else
   */
  static JsonObject object(byte[] text) throws Malformed {
    if (text.length == 0) {
      return new JsonObject();
    }
    try (JsonReader reader = new JsonReader(new StringReader(decoded(text)))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(NESTING_MAX);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new Malformed("it is no object");
      }
      JsonObject object = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new Malformed("something stands behind the object");
      }
      return object;
    } catch (Malformed known) {
      throw known;
    } catch (IOException | IllegalStateException | NumberFormatException malformed) {
      // The reader's own words hold names from the text.
      Matcher place = PLACE.matcher(String.valueOf(malformed.getMessage()));
      throw new Malformed(place.find() ? "it is no JSON at " + place.group() : "it is no JSON");
    }
  }

  private static String decoded(byte[] text) throws Malformed {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException malformed) {
      throw new Malformed("it is not UTF-8");
    }
  }

  private static JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw new Malformed("an object has the same name twice");
      }
      object.add(name, element(reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonElement element(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(reader));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      default -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
    };
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(element(reader));
    }
    reader.endArray();
    return array;
  }
}
