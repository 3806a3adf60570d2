package io.lethe.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Aligned columns: words to the left, numbers to the right. Confined to one thread. */
public final class Table {

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  /** One column; a heading that begins with {@code >} aligns it to the right. */
  private record Column(String heading, boolean right) {

    static Column of(String heading) {
      return heading.startsWith(">")
          ? new Column(heading.substring(1), true)
          : new Column(heading, false);
    }
  }

  /** A table with these headings; {@code >} in front aligns a column to the right. */
  public static Table of(String... headings) {
    return new Table(Arrays.stream(headings).map(Column::of).toList());
  }

  public Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, columns.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Its lines, the headings first unless they are all empty. */
  public List<String> lines() {
    int[] widths = new int[columns.size()];
    List<String> headings = columns.stream().map(Column::heading).toList();
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    List<String> lines = new ArrayList<>();
    if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
      lines.add(line(widths, headings));
    }
    rows.forEach(row -> lines.add(line(widths, row)));
    return lines;
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int c = 0; c < widths.length; c++) {
      widths[c] = Math.max(widths[c], length(cells.get(c)));
    }
  }

  private String line(int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = cells.get(c);
      String padding = " ".repeat(widths[c] - length(cell));
      line.append(c == 0 ? "" : GAP);
      line.append(columns.get(c).right() ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
