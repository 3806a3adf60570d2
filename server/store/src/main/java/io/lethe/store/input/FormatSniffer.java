package io.lethe.store.input;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out a file's format from its name and first line, as far as the caller does not tell it. */
final class FormatSniffer {

  private static final Pattern U_DATA_LINE = Pattern.compile("\\d+\\t\\d+\\t[\\d.]+\\t\\d+\\s*");
  private static final Pattern COLONS_LINE = Pattern.compile("[^:]+::[^:]+::[\\d.]+::\\d+\\s*");
  private static final Pattern RECBOLE_CELL = Pattern.compile("[^:\\s]+:(token|float)(_seq)?");
  private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?\\s*");
  /** In the order in which they are preferred where two occur equally often. */
  private static final List<String> SEPARATORS = List.of("::", "\t", ";", "|", ",");
  private static final String BLANK = " ";

  private FormatSniffer() {}

  /**
   * How a file's text becomes cells.
   *
   * @param separator between two cells
   * @param separatorLine whether the first line only names the separator ({@code sep=;}, as Excel
   *     writes it)
   * @param decimalComma whether numbers have a comma before their fraction
   */
  record Layout(
      InputFormat format, String separator, boolean separatorLine, boolean decimalComma) {}

  /** The layout of a file. */
  static Layout sniff(InputSource source, InputOptions options) {
    String line = source.firstLine();
    Matcher named = SEPARATOR_LINE.matcher(line);
    boolean separatorLine = named.matches()
        && options.format().map(format -> format.fixedColumns() == 0).orElse(true);
    InputFormat format = options.format()
        .orElseGet(() -> separatorLine ? InputFormat.CSV : format(source, line));
    String separator = options.separator()
        .orElseGet(() -> separatorLine ? named.group(1) : separator(format, line));
    return new Layout(
        format, separator, separatorLine, options.decimalComma().orElse(!separator.equals(",")));
  }

  private static InputFormat format(InputSource source, String line) {
    String name = source.name();
    String begin = line.stripLeading();
    if (begin.startsWith("{") || begin.startsWith("[") || name.endsWith(".jsonl")
        || name.endsWith(".ndjson")) {
      return InputFormat.JSON_LINES;
    }
    if (name.endsWith(".inter") || isRecBoleHeader(line)) {
      return InputFormat.RECBOLE;
    }
    if (name.equals("ratings.dat") || COLONS_LINE.matcher(line).matches()) {
      return InputFormat.MOVIELENS_COLONS;
    }
    if (name.equals("u.data") || U_DATA_LINE.matcher(line).matches()) {
      return InputFormat.MOVIELENS_TABS;
    }
    return separator(line).equals("\t") ? InputFormat.TSV : InputFormat.CSV;
  }

  private static boolean isRecBoleHeader(String line) {
    return Pattern.compile("[\\t ,]")
        .splitAsStream(line.strip())
        .allMatch(cell -> RECBOLE_CELL.matcher(cell).matches());
  }

  private static String separator(InputFormat format, String line) {
    return switch (format) {
      case CSV, RECBOLE -> separator(line);
      case TSV, MOVIELENS_TABS, MOVIELENS_COLONS, JSON_LINES, PARQUET -> format.separator();
    };
  }

  /** The separator that occurs most often outside quotes; a blank where no other occurs. */
  private static String separator(String line) {
    String bare = line.replaceAll("\"[^\"]*\"", "\"\"");
    Optional<String> most = SEPARATORS.stream()
        .filter(bare::contains)
        .reduce((one, other) -> count(bare, other) > count(bare, one) ? other : one);
    return most.orElse(bare.strip().contains(BLANK) ? BLANK : ",");
  }

  private static int count(String line, String separator) {
    return line.split(Pattern.quote(separator), -1).length;
  }
}
