package io.lethe.kernels.scan;

import io.lethe.kernels.EmbeddingTable;

/**
 * Consecutive rows of a table rounded to one byte a number. They give an upper bound of each row's
 * product with a query, so that the product itself is computed only where the bound leaves it a chance.
 *
 * <p><b>The bound.</b> Let {@code x} be a row, {@code s} its scale, {@code c} its codes, {@code q} a
 * query of {@code w} floats, {@code |q|} the sum of its absolute values and {@code u = 2^-24}. The scale
 * is the largest {@code |x_j|} over 127, rounded up, so {@code |x_j| <= 127 s}. A code is {@code x_j / s},
 * computed within {@code 127 * 3u}, rounded to the next whole number, so {@code |x_j - s c_j| <= s (1/2 +
 * 2^-15)}, and the exact products {@code q . x} and {@code s (q . c)} differ by at most {@code s |q| (1/2
 * + 2^-15)}. A sum of products in floats, added in any order, has at most {@code w + 8} roundings on the
 * way from a number to the result. With {@code g(k) = k u / (1 - k u)} it differs from the exact sum by
 * at most {@code g(w + 8) 127 s |q|} for the row, and {@code g(w + 8) 127 |q|} for the codes (Higham,
 * Accuracy and Stability of Numerical Algorithms, section 3.1). Together
 *
 * <pre>float(q . x) <= s (float(q . c) + |q| (1/2 + 2^-15 + 254 g(w + 8)))</pre>
 *
 * <p>{@link #slack} is {@code |q| (1/2 + 256 g(w + 16))}, rounded up. It exceeds the bracket's second
 * part by more than {@code |q| (2^11 u - 2^-15) = 1.5 * 2^-14 |q|}. That covers the two roundings of
 * {@code s (float + slack)}, a number below {@code 129 s |q|}, and whatever is lost where products fall
 * below the normal floats, {@code 2 w 2^-149}, as neither {@code 127 s} nor {@code |q|} is below {@link
 * #SMALLEST}. Neither is above {@link #LARGEST}, so nothing overflows. A row outside these limits, or
 * with a number that is not finite, has the scale NaN and therefore the bound NaN, from which nothing
 * is concluded. A row of zeros has the scale 0 and the bound 0, which is exact.
 *
 * @param codes row major
 * @param scales one for each row
 */
record RoundedRows(byte[] codes, float[] scales) {

  /** Least sum of absolute values of a query, and least largest number of a row, with a bound. */
  static final double SMALLEST = 0x1p-50;

  /** The most of either. */
  static final double LARGEST = 0x1p60;

  private static final int CODE_MAX = 127;

  /** Added to a float of less than half of it, leaves the next whole number in the lowest bits. */
  private static final float WHOLE = 0x1.8p23f;

  private static final double ROUNDING = 0x1p-24;
  private static final int SPARE_ROUNDINGS = 16;
  private static final double SLACK_ROUNDINGS = 256;

  /** The rows of some pages. */
  static RoundedRows of(EmbeddingTable table, int firstPage, int toPage) {
    int width = table.width();
    int rows = 0;
    for (int p = firstPage; p < toPage; p++) {
      rows += table.page(p).length / width;
    }
    RoundedRows rounded = new RoundedRows(new byte[rows * width], new float[rows]);
    int row = 0;
    for (int p = firstPage; p < toPage; p++) {
      float[] page = table.page(p);
      for (int at = 0; at < page.length; at += width, row++) {
        rounded.round(page, at, width, row);
      }
    }
    return rounded;
  }

  private void round(float[] page, int at, int width, int row) {
    float largest = 0;
    for (int c = 0; c < width; c++) {
      largest = Math.max(largest, Math.abs(page[at + c]));
    }
    if (!isWithin(largest)) {
      scales[row] = largest == 0 ? 0 : Float.NaN;
      return;
    }
    scales[row] = Math.nextUp(largest / CODE_MAX);
    float inverse = 1 / scales[row];
    int start = row * width;
    for (int c = 0; c < width; c++) {
      codes[start + c] = (byte) Float.floatToRawIntBits(page[at + c] * inverse + WHOLE);
    }
  }

  /** Whether the bound holds for a query, or a row, of such a size; never for NaN. */
  static boolean isWithin(double size) {
    return size >= SMALLEST && size <= LARGEST;
  }

  /**
   * What a product of codes may lack, in units of a row's scale.
   *
   * @param size the sum of the query's absolute values
   */
  static float slack(double size, int width) {
    double roundings = (width + SPARE_ROUNDINGS) * ROUNDING;
    return Math.nextUp((float) (size * (0.5 + SLACK_ROUNDINGS * roundings / (1 - roundings))));
  }
}
