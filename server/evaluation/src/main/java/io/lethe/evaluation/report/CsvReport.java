package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.Measure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cells as comma-separated values: a line for each, empty where something was not measured. */
public final class CsvReport {

  private CsvReport() {}

  /** Writes all cells under a header. */
  public static void write(List<Cell> cells, Appendable out) throws IOException {
    List<String> names = names(cells);
    line(
        Stream.concat(
            Stream.of("data", "model", "forget", "seed", "method", "note"), names.stream()),
        out);
    for (Cell cell : cells) {
      line(
          Stream.concat(
              Stream.of(
                  cell.key().data(), cell.key().model(), cell.key().forget(),
                  String.valueOf(cell.key().seed()), cell.key().method(), cell.note()),
              names.stream().map(name -> number(cell, name))),
          out);
    }
  }

  /** Our measures in their order, then what methods said of themselves. */
  private static List<String> names(List<Cell> cells) {
    List<String> ours = Arrays.stream(Measure.values()).map(Measure::id).toList();
    TreeSet<String> others = cells.stream()
        .flatMap(cell -> cell.values().keySet().stream())
        .filter(name -> !ours.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
    return Stream.concat(ours.stream(), others.stream()).toList();
  }

  static String number(Cell cell, String name) {
    Double value = cell.values().get(name);
    return value == null ? "" : String.valueOf(value);
  }

  static void line(Stream<String> fields, Appendable out) throws IOException {
    out.append(fields.map(CsvReport::quoted).collect(Collectors.joining(","))).append('\n');
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
