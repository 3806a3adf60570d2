package io.lethe.plugins.ease;

import io.lethe.kernels.EmbeddingTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix of numbers each kept as two floats, {@code high = (float) p} and {@code low = (float) (p -
 * high)}: about 48 bits of mantissa, and the high ones alone are what serving reads. Immutable once
 * built.
 */
record SplitTable(EmbeddingTable high, EmbeddingTable low) {

  static SplitTable zeros(int rows, int width) {
    return new SplitTable(EmbeddingTable.zeros(rows, width), EmbeddingTable.zeros(rows, width));
  }

  int width() {
    return high.width();
  }

  double at(int row, int column) {
    int at = high.offsetOf(row) + column;
    return (double) high.pageOf(row)[at] + low.pageOf(row)[at];
  }

  /** {@code out += factor * row}, from a place of {@code out} on. */
  void addRow(int row, double factor, double[] out, int place) {
    float[] highs = high.pageOf(row);
    float[] lows = low.pageOf(row);
    int at = high.offsetOf(row);
    for (int k = 0; k < width(); k++) {
      out[place + k] += factor * ((double) highs[at + k] + lows[at + k]);
    }
  }

  /** {@code row . x}. O(history). */
  double dot(int row, History x) {
    float[] highs = high.pageOf(row);
    float[] lows = low.pageOf(row);
    int at = high.offsetOf(row);
    int[] items = x.items();
    float[] weights = x.weights();
    double sum = 0;
    for (int k = x.from(); k < x.to(); k++) {
      sum += weights[k] * ((double) highs[at + items[k]] + lows[at + items[k]]);
    }
    return sum;
  }

  /** Writes a row while the table is being built. */
  void fill(int row, double[] values, int offset) {
    float[] highs = high.pageOf(row);
    float[] lows = low.pageOf(row);
    int at = high.offsetOf(row);
    for (int k = 0; k < width(); k++) {
      float upper = (float) values[offset + k];
      highs[at + k] = upper;
      lows[at + k] = (float) (values[offset + k] - upper);
    }
  }

  /** With one row replaced; shares the pages of all others. */
  SplitTable withRow(int row, double[] values) {
    float[] highs = new float[values.length];
    float[] lows = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      highs[k] = (float) values[k];
      lows[k] = (float) (values[k] - highs[k]);
    }
    int[] rows = {row};
    return new SplitTable(high.withRows(rows, highs, 0), low.withRows(rows, lows, 0));
  }

  /** With zeros after each of some first rows; the rows after those become zeros. O(rows * width). */
  SplitTable widened(int width, int used) {
    SplitTable wide = zeros(high.rows(), width);
    for (int row = 0; row < used; row++) {
      high.copyRow(row, wide.high.pageOf(row), wide.high.offsetOf(row));
      low.copyRow(row, wide.low.pageOf(row), wide.low.offsetOf(row));
    }
    return wide;
  }

  List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>(high.pages());
    arrays.addAll(low.pages());
    return arrays;
  }
}
