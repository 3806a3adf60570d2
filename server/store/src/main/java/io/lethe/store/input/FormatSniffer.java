package io.lethe.store.input;

import java.util.regex.Pattern;

/** Finds out a file's format from its name and first line. */
final class FormatSniffer {

  private static final Pattern U_DATA_LINE = Pattern.compile("\\d+\\t\\d+\\t[\\d.]+\\t\\d+\\s*");
  private static final Pattern RECBOLE_HEADER = Pattern
      .compile("[^\\t]+:(token|float)(_seq)?(\\t[^\\t]+:(token|float)(_seq)?)*\\s*");

  private FormatSniffer() {}

  static InputFormat sniff(InputSource source) {
    String line = source.firstLine();
    if (source.name().endsWith(".inter") || RECBOLE_HEADER.matcher(line).matches()) {
      return InputFormat.RECBOLE;
    }
    if (line.contains("::")) {
      return InputFormat.MOVIELENS_COLONS;
    }
    if (source.name().equals("u.data") || U_DATA_LINE.matcher(line).matches()) {
      return InputFormat.MOVIELENS_TABS;
    }
    if (source.name().endsWith(".csv")) {
      return InputFormat.CSV;
    }
    return source.name().endsWith(".tsv") || line.contains("\t")
        ? InputFormat.TSV
        : InputFormat.CSV;
  }
}
