package io.lethe.store.input.cell;

import java.util.Locale;

/**
 * Decimal numbers from a character buffer. Short plain decimals, which is what ratings are, take a
 * path without objects that rounds correctly: digits below 2^53 over a power of ten up to 10^22 are
 * both exact, so one division gives the nearest double (Clinger, PLDI 1990).
 */
public final class DecimalParser {

  /** What a text that is no decimal number parses to. */
  public enum Kind {
    NUMBER,
    NOT_A_NUMBER,
    NOT_FINITE
  }

  private static final int MAX_EXACT_DIGITS = 15;
  private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
      1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

  private final boolean decimalComma;
  private double value;

  /**
   * A parser.
   *
   * @param decimalComma whether a fraction may begin with a comma instead of a point
   */
  public DecimalParser(boolean decimalComma) {
    this.decimalComma = decimalComma;
  }

  /** The number last parsed with outcome {@code NUMBER}. */
  public double value() {
    return value;
  }

  public Kind parse(char[] buffer, int offset, int length) {
    return length <= MAX_EXACT_DIGITS && parsePlain(buffer, offset, length)
        ? Kind.NUMBER
        : parseAny(withPoint(new String(buffer, offset, length)));
  }

  private String withPoint(String text) {
    boolean fraction = decimalComma && text.indexOf('.') < 0
        && text.indexOf(',') == text.lastIndexOf(',');
    return fraction ? text.replace(',', '.') : text;
  }

  private boolean parsePlain(char[] buffer, int offset, int length) {
    int start = length > 0 && buffer[offset] == '-' ? 1 : 0;
    long digits = 0;
    int count = 0;
    int fraction = -1;
    for (int k = start; k < length; k++) {
      char c = buffer[offset + k];
      if ((c == '.' || (c == ',' && decimalComma)) && fraction < 0) {
        fraction = 0;
      } else if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        count++;
        fraction = fraction < 0 ? -1 : fraction + 1;
      } else {
        return false;
      }
    }
    if (count == 0) {
      return false;
    }
    double magnitude = fraction <= 0 ? digits : digits / POWERS_OF_TEN[fraction];
    value = start == 0 ? magnitude : -magnitude;
    return true;
  }

  private Kind parseAny(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
    if (name.equals("nan") || name.equals("inf") || name.equals("infinity")) {
      return Kind.NOT_FINITE;
    }
    // Java's own grammar also takes hexadecimal, type suffixes and surrounding blanks.
    if (text.isEmpty() || !text.chars().allMatch(DecimalParser::isDecimalCharacter)) {
      return Kind.NOT_A_NUMBER;
    }
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException malformed) {
      return Kind.NOT_A_NUMBER;
    }
    return Double.isInfinite(value) ? Kind.NOT_FINITE : Kind.NUMBER;
  }

  private static boolean isDecimalCharacter(int c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }
}
