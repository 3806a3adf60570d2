package io.lethe.evaluation.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cells as lines of JSON, one each: what a results file holds. */
public final class CellLines {

  private CellLines() {}

  /**
   * What a results file holds.
   *
   * @param length of the text up to the end of its last whole line, in characters
   * @param torn whether more follows: a line that was not written to its end
   */
  public record Read(List<Cell> cells, int length, boolean torn) {
    public Read {
      cells = List.copyOf(cells);
    }
  }

  /** One cell, without the end of the line. */
  public static String line(Cell cell) {
    return JsonText.of(members(cell));
  }

  /** A cell's members in order, as {@link JsonText} takes them. */
  public static Map<String, Object> members(Cell cell) {
    CellKey key = cell.key();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("data", key.data());
    members.put("model", key.model());
    members.put("forget", key.forget());
    members.put("seed", key.seed());
    members.put("method", key.method());
    members.put("values", new TreeMap<>(cell.values()));
    members.put("roc", cell.roc());
    members.put("note", cell.note());
    return members;
  }

  /**
   * Reads lines back. What follows the last end of a line was torn off by a crash and does not count.
   *
   * @throws IllegalArgumentException naming the line if a whole one is no cell
   */
  public static Read read(String text) {
    List<Cell> cells = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      cells.add(cell(text.substring(from, end), cells.size() + 1));
      from = end + 1;
    }
    return new Read(cells, from, from < text.length());
  }

  private static Cell cell(String line, int number) {
    try {
      Map<String, Object> members = JsonText.object(line);
      CellKey key = new CellKey(
          text(members, "data"), text(members, "model"), text(members, "forget"),
          ((Number) member(members, "seed")).longValue(), text(members, "method"));
      Map<String, Double> values = new LinkedHashMap<>();
      ((Map<?, ?>) member(members, "values"))
          .forEach((name, value) -> values.put((String) name, ((Number) value).doubleValue()));
      List<Double> roc = ((List<?>) member(members, "roc")).stream()
          .map(point -> ((Number) point).doubleValue())
          .toList();
      return new Cell(key, values, roc, text(members, "note"));
    } catch (IllegalArgumentException | ClassCastException malformed) {
      throw new IllegalArgumentException(
          "line %d is no result: %s".formatted(number, malformed.getMessage()), malformed);
    }
  }

  private static String text(Map<String, Object> members, String name) {
    return (String) member(members, name);
  }

  private static Object member(Map<String, Object> members, String name) {
    Object member = members.get(name);
    if (member == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return member;
  }
}
