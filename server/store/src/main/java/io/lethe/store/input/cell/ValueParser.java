package io.lethe.store.input.cell;

import java.util.Locale;

/** What a row is worth: a decimal number, or {@code true} for 1 and {@code false} for 0 in any case. */
public final class ValueParser {

  private static final int WORD_CHARS_MAX = 5;

  private final DecimalParser decimal;
  private double value;

  /** One whose numbers are read by a parser. */
  public ValueParser(DecimalParser decimal) {
    this.decimal = decimal;
  }

  /** The value last parsed with outcome {@code NUMBER}. */
  public double value() {
    return value;
  }

  public DecimalParser.Kind parse(char[] buffer, int offset, int length) {
    DecimalParser.Kind kind = decimal.parse(buffer, offset, length);
    value = decimal.value();
    if (kind != DecimalParser.Kind.NOT_A_NUMBER || length > WORD_CHARS_MAX) {
      return kind;
    }
    String word = new String(buffer, offset, length).toLowerCase(Locale.ROOT);
    boolean truth = word.equals("true");
    value = truth ? 1 : 0;
    return truth || word.equals("false") ? DecimalParser.Kind.NUMBER : kind;
  }
}
