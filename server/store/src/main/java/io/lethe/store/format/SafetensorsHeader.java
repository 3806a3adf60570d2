package io.lethe.store.format;

import io.lethe.store.disk.DamagedFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The JSON header of a safetensors file, checked. */
public final class SafetensorsHeader {

  static final String FLOAT32 = "F32";

  private static final String METADATA = "__metadata__";
  private static final int DIMENSIONS = 2;

  /** Most dimensions of a tensor in a file from elsewhere. */
  private static final int FOREIGN_DIMENSIONS_MAX = 8;

  private static final Map<String, Integer> BYTES = Map.ofEntries(
      Map.entry("F64", 8), Map.entry("I64", 8), Map.entry("U64", 8), Map.entry(FLOAT32, 4),
      Map.entry("I32", 4), Map.entry("U32", 4), Map.entry("F16", 2), Map.entry("BF16", 2),
      Map.entry("I16", 2), Map.entry("U16", 2), Map.entry("I8", 1), Map.entry("U8", 1),
      Map.entry("BOOL", 1), Map.entry("F8_E4M3", 1), Map.entry("F8_E5M2", 1));

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
   * @param dtype as the format names it
   * @param shape one number for each dimension
   * @param begin where its numbers begin, bytes after the header
   * @param end where they end
   */
  public record Entry(String name, String dtype, List<Long> shape, long begin, long end) {

    public Entry {
      shape = List.copyOf(shape);
    }

    /** First number of a matrix's shape. */
    int rows() {
      return shape.get(0).intValue();
    }

    /** Second number of a matrix's shape. */
    int width() {
      return shape.get(1).intValue();
    }
  }

  private final String file;
  private final boolean foreign;
  private final JsonParser json;
  private final List<Entry> entries = new ArrayList<>();

  private SafetensorsHeader(String file, boolean foreign, JsonParser json) {
    this.file = file;
    this.foreign = foreign;
    this.json = json;
  }

  /**
   * Reads a header of matrices of 32-bit floats.
   *
   * @param dataBytes bytes that follow it, all of which the tensors must cover exactly
   */
  static List<Entry> parse(String file, byte[] header, long dataBytes) throws DamagedFileException {
    return parse(file, false, header, dataBytes);
  }

  /**
   * Reads a header of tensors of any type and up to {@value #FOREIGN_DIMENSIONS_MAX} dimensions.
   */
  public static List<Entry> parseForeign(String file, byte[] header, long dataBytes)
      throws DamagedFileException {
    if (header.length == 0) {
      throw new DamagedFileException(file, "the header is empty");
    }
    return parse(file, true, header, dataBytes);
  }

  private static List<Entry> parse(String file, boolean foreign, byte[] header, long dataBytes)
      throws DamagedFileException {
    if (header[0] != '{') {
      throw new DamagedFileException(file, "the header does not begin with {");
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
      SafetensorsHeader parsed = new SafetensorsHeader(file, foreign, json);
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
    String dtype = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> {
          require(json.currentToken() == JsonToken.VALUE_STRING, name, "has no dtype");
          dtype = json.getString();
          require(
              foreign || dtype.equals(FLOAT32), name,
              "has dtype %s; only F32 can be read".formatted(dtype));
        }
        case "shape" -> shape = parseNumbers(name, key);
        case "data_offsets" -> offsets = parseNumbers(name, key);
        default -> require(false, name, "has the unknown key " + key);
      }
    }
    require(!dtype.isEmpty(), name, "has no dtype");
    require(foreign || shape.size() == DIMENSIONS, name, "has a shape that is not of 2 dimensions");
    require(offsets.size() == 2, name, "has no pair of data_offsets");
    return foreign
        ? foreignEntry(name, dtype, shape, offsets)
        : entry(name, shape.get(0), shape.get(1), offsets);
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
    return new Entry(name, FLOAT32, List.of(rows, width), begin, end);
  }

  private Entry foreignEntry(String name, String dtype, List<Long> shape, List<Long> offsets)
      throws DamagedFileException {
    int bytes = BYTES.getOrDefault(dtype, 0);
    require(bytes > 0, name, "has the unknown dtype " + dtype);
    long begin = offsets.get(0);
    long end = offsets.get(1);
    long left = (end - begin) / bytes;
    boolean fits = end >= begin && (end - begin) % bytes == 0;
    long numbers = 1;
    for (long length : shape) {
      // Divided, as the product of what a file claims may not fit a long.
      fits &= length == 0 || numbers <= left / length;
      numbers = fits ? numbers * length : 0;
    }
    require(
        fits && numbers == left, name,
        "has data_offsets %d to %d for the shape %s of %s".formatted(begin, end, shape, dtype));
    return new Entry(name, dtype, shape, begin, end);
  }

  private List<Long> parseNumbers(String name, String key) throws DamagedFileException {
    require(json.currentToken() == JsonToken.START_ARRAY, name, key + " is no list");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean natural = json.currentToken() == JsonToken.VALUE_NUMBER_INT
          && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER && json.getLongValue() >= 0;
      require(natural, name, key + " holds something that is no natural number");
      int most = foreign && key.equals("shape") ? FOREIGN_DIMENSIONS_MAX : DIMENSIONS;
      require(numbers.size() < most, name, "%s holds more than %d numbers".formatted(key, most));
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
