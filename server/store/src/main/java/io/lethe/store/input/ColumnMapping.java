package io.lethe.store.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a file keeps its columns: either all by position from 0, then the file has no header, or
 * all by name, then it has one.
 *
 * @param user column of the user ids
 * @param item column of the item ids
 * @param value column of the ratings; empty if every row is an implicit 1
 * @param timestamp column of the timestamps; empty if there is none
 * @param event column of the event types; empty if there is none
 */
public record ColumnMapping(
    String user, String item, Optional<String> value, Optional<String> timestamp,
    Optional<String> event) {

  private static final List<String> KEYS = List.of("user", "item", "value", "timestamp", "event");
  private static final int MAX_POSITION_DIGITS = 3;

  public ColumnMapping {
    List<String> columns = columns(user, item, value, timestamp, event);
    if (columns.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a column mapping names an empty column");
    }
    if (columns.stream().distinct().count() != columns.size()) {
      throw new IllegalArgumentException("columns " + columns + " name one column twice");
    }
    long positions = columns.stream().filter(ColumnMapping::isPosition).count();
    if (positions != 0 && positions != columns.size()) {
      throw new IllegalArgumentException("columns " + columns + " mix positions and names");
    }
  }

  /**
   * Reads a mapping as people write it: {@code user=0,item=1,value=2,timestamp=3,event=4} or {@code
   * user=buyer,item=sku}.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static ColumnMapping parse(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      if (equals < 0 || !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "column mapping part \"%s\" is none of user=, item=, value=, timestamp=, event="
                .formatted(part));
      }
      if (parts.put(key, part.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("column mapping gives " + key + " twice");
      }
    }
    return new ColumnMapping(
        required(parts, "user"), required(parts, "item"), Optional.ofNullable(parts.get("value")),
        Optional.ofNullable(parts.get("timestamp")), Optional.ofNullable(parts.get("event")));
  }

  /**
   * The same with a column of event types.
   *
   * @throws IllegalArgumentException if there is one already, or it is no column beside the others
   */
  public ColumnMapping withEvent(String column) {
    if (event.isPresent()) {
      throw new IllegalArgumentException("the column of event types is told twice");
    }
    return new ColumnMapping(user, item, value, timestamp, Optional.of(column));
  }

  /**
   * The column of a table about items that names them, by the usual names that interactions are read by,
   * without case, blanks, hyphens and underscores: "item", "item_id", "movie" and "movieId" wherever they
   * stand, the others, such as "sku", in the first column alone, as they may well be what is known of an
   * item.
   *
   * @param file for messages
   * @param header names in the order of columns
   * @throws BadInputException naming what is there, if none is it or two may be
   */
  public static String ofItems(String file, List<String> header) {
    int found = Columns.items(file, header);
    if (found == Columns.ABSENT) {
      throw new BadInputException(
          file, 1, "no column names the item in %s; give a header such as item,categories,price"
              .formatted(BadInputException.quoted(String.join(" | ", header))));
    }
    return header.get(found);
  }

  private static String required(Map<String, String> parts, String key) {
    String column = parts.get(key);
    if (column == null) {
      throw new IllegalArgumentException("column mapping lacks " + key + "=");
    }
    return column;
  }

  boolean isByPosition() {
    return isPosition(user);
  }

  private static boolean isPosition(String column) {
    return column.length() <= MAX_POSITION_DIGITS
        && column.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static List<String> columns(
      String user, String item, Optional<String> value, Optional<String> timestamp,
      Optional<String> event) {
    return Stream.of(Optional.of(user), Optional.of(item), value, timestamp, event)
        .flatMap(Optional::stream)
        .toList();
  }
}
