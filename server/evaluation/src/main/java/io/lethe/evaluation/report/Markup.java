package io.lethe.evaluation.report;

import java.util.Locale;

/** Pieces of markup. */
final class Markup {

  private Markup() {}

  /** Text that cannot be taken for markup. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A paragraph of plain text. */
  static String paragraph(String text) {
    return "<p>" + escaped(text) + "</p>\n";
  }

  /** A coordinate, to a tenth of a pixel. */
  static String at(double pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels);
  }
}
