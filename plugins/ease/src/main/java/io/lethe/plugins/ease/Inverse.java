package io.lethe.plugins.ease;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import java.util.Arrays;

/**
 * {@code P = base + sum over k of sign_k v_k v_k'}: an inverse of {@code X'X + lambda I}, and the few
 * columns that made it another one since. A change shares the base and costs a column. Immutable.
 *
 * @param base of the first items; of those after them only the diagonal is not zero
 * @param columns {@link #CAPACITY} rows, of which the first ones are used: row k is v_k
 * @param signs 1 or -1 for each used column
 * @param diagonal of P
 * @param alone the base's diagonal of items after its own: what an item without a user has
 */
record Inverse(
    SplitTable base, SplitTable columns, float[] signs, double[] diagonal, double alone) {

  /** Most columns beside a base. */
  static final int CAPACITY = 64;

  /** A base alone. */
  static Inverse of(SplitTable base) {
    return of(base, SplitTable.zeros(CAPACITY, base.width()), new float[0]);
  }

  /** A base with columns. */
  static Inverse of(SplitTable base, SplitTable columns, float[] signs) {
    double[] diagonal = new double[base.width()];
    for (int k = 0; k < diagonal.length; k++) {
      diagonal[k] = base.at(k, k);
    }
    for (int c = 0; c < signs.length; c++) {
      addSquares(columns, c, signs[c], diagonal);
    }
    return new Inverse(base, columns, signs, diagonal, 0);
  }

  /** With more items, which have no user yet. The base is shared. O(items * columns). */
  Inverse grown(int items, double lambda) {
    if (items == size()) {
      return this;
    }
    double[] longer = Arrays.copyOf(diagonal, items);
    Arrays.fill(longer, size(), items, 1 / lambda);
    return new Inverse(base, columns.widened(items, used()), signs, longer, 1 / lambda);
  }

  private static void addSquares(SplitTable columns, int column, float sign, double[] diagonal) {
    for (int k = 0; k < diagonal.length; k++) {
      double v = columns.at(column, k);
      diagonal[k] += sign * v * v;
    }
  }

  int size() {
    return diagonal.length;
  }

  /** Number of columns beside the base. */
  int used() {
    return signs.length;
  }

  private boolean based(int item) {
    return item < base.width();
  }

  /** Whether the base holds every item. */
  boolean whole() {
    return base.width() == size();
  }

  double at(int row, int column) {
    double sum = based(row) && based(column) ? base.at(row, column) : row == column ? alone : 0;
    for (int k = 0; k < used(); k++) {
      sum += signs[k] * columns.at(k, row) * columns.at(k, column);
    }
    return sum;
  }

  /** {@code P x}, x a history without repeats. O(history * items). */
  double[] product(History x) {
    double[] product = new double[size()];
    for (int k = x.from(); k < x.to(); k++) {
      addBaseRow(x.items()[k], x.weights()[k], product, 0);
    }
    for (int c = 0; c < used(); c++) {
      columns.addRow(c, coefficient(c, x), product, 0);
    }
    return product;
  }

  /** {@code out += factor * the base's row}, from a place of {@code out} on. */
  void addBaseRow(int row, double factor, double[] out, int at) {
    if (based(row)) {
      base.addRow(row, factor, out, at);
    } else {
      out[at + row] += factor * alone;
    }
  }

  /**
   * The base's row times a history.
   *
   * @param within the history's part that the base holds, {@code x.below(base.width())}
   */
  double baseDot(int row, History x, History within) {
    return based(row) ? base.dot(row, within) : alone * x.weightOf(row);
  }

  /** {@code sums += factor * the base's row}, of its high floats alone. */
  void addBaseHighs(Kernels kernels, int row, float factor, float[] sums) {
    if (based(row)) {
      EmbeddingTable high = base.high();
      kernels.addScaled(factor, high.pageOf(row), high.offsetOf(row), sums, 0, base.width());
    } else {
      sums[row] += (float) (factor * alone);
    }
  }

  /** {@code sign_k (v_k . x)}. */
  double coefficient(int column, History x) {
    return signs[column] * columns.dot(column, x);
  }

  /** With {@code sign v v'} added; there must be room. O(items). */
  Inverse plus(double[] v, float sign) {
    int column = used();
    SplitTable next = columns.withRow(column, v);
    float[] nextSigns = Arrays.copyOf(signs, column + 1);
    nextSigns[column] = sign;
    double[] nextDiagonal = diagonal.clone();
    addSquares(next, column, sign, nextDiagonal);
    return new Inverse(base, next, nextSigns, nextDiagonal, alone);
  }

  Downdate.Column column(int column) {
    double[] v = new double[size()];
    columns.addRow(column, 1, v, 0);
    return new Downdate.Column(v, (int) signs[column]);
  }
}
