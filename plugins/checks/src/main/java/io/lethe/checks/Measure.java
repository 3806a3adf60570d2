package io.lethe.checks;

import java.util.Locale;

/**
 * One number that was measured for one promise, and the range that keeps the promise.
 *
 * @param block the parameter block that it was measured in
 * @param row the row that is furthest off, an index of the block; negative where it is of all rows
 * @param what says what the number is, such as "gradient over the slope of the loss"
 * @param value what was measured; NaN if something in it is not finite
 * @param least the smallest that keeps the promise
 * @param most the largest
 * @param cause what a number outside the range is most likely due to
 */
public record Measure(
    Promise promise, String block, int row, String what, double value, double least, double most,
    String cause) {

  /** Whether the number is in its range. */
  public boolean kept() {
    return value >= least && value <= most;
  }

  /** How far outside its range the number is, as a multiple of the bound; infinite if not finite. */
  double excess() {
    if (!Double.isFinite(value)) {
      return Double.POSITIVE_INFINITY;
    }
    double away = value < least ? least - value : value - most;
    return away / Math.max(Math.abs(value < least ? least : most), 1e-3);
  }

  /** The same, of one row. */
  Measure at(int worst) {
    return new Measure(promise, block, worst, what, value, least, most, cause);
  }

  /** In words, with the row. For the author of a plugin: in a server a row stands for a person. */
  public String text() {
    return row < 0 ? said("block " + block) : said("block %s, row %d".formatted(block, row));
  }

  /** In words that name no row. */
  public String textWithoutRow() {
    return said("block " + block);
  }

  private String said(String place) {
    String range = most == Double.MAX_VALUE
        ? String.format(Locale.ROOT, "at least %.4g", least)
        : String.format(Locale.ROOT, "%.4g to %.4g", least, most);
    return String.format(
        Locale.ROOT, "%s: %s: %s is %.4g, and %s keeps the promise; likely cause: %s",
        promise.word(), place, what, value, range, cause);
  }
}
