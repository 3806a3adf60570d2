package io.lethe.store;

import io.lethe.store.disk.DamagedFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The JSON header of a safetensors file, checked. */
final class SafetensorsHeader {

  static final String FLOAT32 = "F32";

  private static final String METADATA = "__metadata__";
  private static final int DIMENSIONS = 2;

  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(
          StreamReadConstraints.builder()
              .maxNestingDepth(3)
              .maxNumberLength(20)
              .maxNameLength(1 << 10)
              .maxStringLength(1 << 16)
              .build())
      .build();

  /**
   * One tensor.
   *
   * @param begin where its numbers begin, bytes after the header
   * @param end where they end
   */
  record Entry(String name, int rows, int width, long begin, long end) {}

  private final String file;
  private final JsonParser json;
  private final List<Entry> entries = new ArrayList<>();

  private SafetensorsHeader(String file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Reads a header.
   *
   * @param dataBytes bytes that follow it, all of which the tensors must cover exactly
   */
  static List<Entry> parse(String file, byte[] header, long dataBytes) throws DamagedFileException {
    if (header[0] != '{') {
      throw new DamagedFileException(file, "the header does not begin with {");
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
      SafetensorsHeader parsed = new SafetensorsHeader(file, json);
      parsed.parseTensors();
      parsed.checkCover(dataBytes);
      return parsed.entries;
    } catch (JacksonException malformed) {
      throw new DamagedFileException(
          file, "the header is no valid JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private void parseTensors() throws DamagedFileException {
    json.nextToken();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      require(json.nextToken() == JsonToken.START_OBJECT, name, "is no object");
      if (name.equals(METADATA)) {
        parseMetadata();
      } else {
        entries.add(parseTensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw new DamagedFileException(file, "the header goes on after its end");
    }
  }

  private void parseMetadata() throws DamagedFileException {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      require(
          json.nextToken() == JsonToken.VALUE_STRING, METADATA, "holds a value that is no text");
    }
  }

  private Entry parseTensor(String name) throws DamagedFileException {
    boolean typed = false;
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> {
          require(json.currentToken() == JsonToken.VALUE_STRING, name, "has no dtype");
          require(
              json.getString().equals(FLOAT32), name,
              "has dtype %s; only F32 can be read".formatted(json.getString()));
          typed = true;
        }
        case "shape" -> shape = parseNumbers(name, key);
        case "data_offsets" -> offsets = parseNumbers(name, key);
        default -> require(false, name, "has the unknown key " + key);
      }
    }
    require(typed, name, "has no dtype");
    require(shape.size() == DIMENSIONS, name, "has a shape that is not of 2 dimensions");
    require(offsets.size() == 2, name, "has no pair of data_offsets");
    return entry(name, shape.get(0), shape.get(1), offsets);
  }

  private Entry entry(String name, long rows, long width, List<Long> offsets)
      throws DamagedFileException {
    require(
        rows <= Integer.MAX_VALUE && width >= 1 && width <= Integer.MAX_VALUE, name,
        "has the shape %d x %d".formatted(rows, width));
    long begin = offsets.get(0);
    long end = offsets.get(1);
    // The product of two ints fits a long; times four it might not.
    boolean fits = end >= begin && (end - begin) % Float.BYTES == 0
        && (end - begin) / Float.BYTES == rows * width;
    require(
        fits, name,
        "has data_offsets %d to %d for the shape %d x %d".formatted(begin, end, rows, width));
    return new Entry(name, (int) rows, (int) width, begin, end);
  }

  private List<Long> parseNumbers(String name, String key) throws DamagedFileException {
    require(json.currentToken() == JsonToken.START_ARRAY, name, key + " is no list");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean natural = json.currentToken() == JsonToken.VALUE_NUMBER_INT
          && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER && json.getLongValue() >= 0;
      require(natural, name, key + " holds something that is no natural number");
      require(numbers.size() < DIMENSIONS, name, key + " holds more than 2 numbers");
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private void checkCover(long dataBytes) throws DamagedFileException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : sorted) {
      require(entry.begin() >= covered, entry.name(), "overlaps the one before it");
      require(entry.begin() == covered, entry.name(), "leaves a hole before it");
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw new DamagedFileException(
          file, "the tensors cover %d of %d bytes of data".formatted(covered, dataBytes));
    }
  }

  private void require(boolean condition, String tensor, String otherwise)
      throws DamagedFileException {
    if (!condition) {
      throw new DamagedFileException(file, "tensor %s %s".formatted(tensor, otherwise));
    }
  }
}
