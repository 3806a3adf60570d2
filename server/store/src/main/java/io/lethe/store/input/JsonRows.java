package io.lethe.store.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON objects, one after another, as rows. The columns are the members of the objects at the
 * file's beginning; members that come up later and members that hold objects or arrays decide
 * nothing, and a missing member is an empty cell.
 */
final class JsonRows implements Rows {

  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(
          StreamReadConstraints.builder().maxStringLength(InputBounds.MAX_ROW_CHARS).build())
      .build();

  private final String file;
  private final JsonParser parser;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final InputRow row = new InputRow();

  JsonRows(String file, InputSource source) {
    this.file = file;
    members(source.start()).forEach(name -> columns.putIfAbsent(name, columns.size()));
    if (columns.isEmpty() || columns.size() > InputBounds.MAX_COLUMNS) {
      throw new BadInputException(
          file, 1,
          "the file begins with no JSON object of 1 to %d members; Lethe reads one object"
              .formatted(InputBounds.MAX_COLUMNS) + " after another, such as"
              + " {\"user\":\"ann\",\"item\":\"7\",\"rating\":4}");
    }
    this.parser = JSON.createParser(ObjectReadContext.empty(), source.reader());
  }

  /** The names of members of the objects at the beginning, as far as they can be read. */
  private static List<String> members(String start) {
    List<String> names = new ArrayList<>();
    try (JsonParser peek = JSON.createParser(ObjectReadContext.empty(), start)) {
      while (peek.nextToken() == JsonToken.START_OBJECT) {
        while (peek.nextToken() == JsonToken.PROPERTY_NAME) {
          names.add(peek.currentName());
          peek.nextToken();
          peek.skipChildren();
        }
      }
    } catch (JacksonException cutOff) {
      // The text ends within an object, or has a fault that reading it again reports by its line.
      return names;
    }
    return names;
  }

  /** The names of the columns, as a header has them. */
  @Override
  public InputRow header() {
    row.begin(1, columns.size());
    columns.forEach((name, column) -> set(column, name));
    return row;
  }

  @Override
  public @Nullable InputRow next() {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return null;
      }
      row.begin(parser.currentTokenLocation().getLineNr(), columns.size());
      if (token != JsonToken.START_OBJECT) {
        throw new BadInputException(
            file, row.line(), "%s where a JSON object begins; write one object after another"
                .formatted(BadInputException.quoted(parser.getString())));
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        Integer column = columns.get(parser.currentName());
        JsonToken value = parser.nextToken();
        if (column != null && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
          set(column, parser.getString());
        }
        parser.skipChildren();
      }
      return row;
    } catch (JacksonException malformed) {
      throw new BadInputException(
          file, Math.max(1, parser.currentLocation().getLineNr()),
          "no JSON object: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private void set(int column, String text) {
    row.set(column, text.toCharArray(), 0, text.length());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
