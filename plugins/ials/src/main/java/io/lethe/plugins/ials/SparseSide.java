package io.lethe.plugins.ials;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;

/**
 * Interactions grouped by one side: row {@code r} has the entries {@code starts[r] .. starts[r + 1] -
 * 1}. Nobody writes to the arrays.
 *
 * @param starts per row its first entry, and the end of the last
 * @param columns per entry the other side's row, ascending within a row
 * @param extras per entry its confidence minus 1
 */
record SparseSide(int[] starts, int[] columns, float[] extras) {

  int rows() {
    return starts.length - 1;
  }

  int size() {
    return columns.length;
  }

  int count(int row) {
    return starts[row + 1] - starts[row];
  }

  /** The largest extra; 0 without entries. */
  float most() {
    float most = 0;
    for (float extra : extras) {
      most = Math.max(most, extra);
    }
    return most;
  }

  /** The columns of one row, ascending; a copy. */
  int[] columnsOf(int row) {
    return Arrays.copyOfRange(columns, starts[row], starts[row + 1]);
  }

  /** A view by user, entries in the order of the view. */
  static SparseSide ofView(InteractionView view, Confidence confidence) {
    Interactions all = view.all();
    int[] positions = view.positions();
    int[] starts = new int[all.keys().userCount() + 1];
    for (int position : positions) {
      starts[all.user(position) + 1]++;
    }
    sumUp(starts);
    int[] next = starts.clone();
    int[] columns = new int[positions.length];
    float[] extras = new float[positions.length];
    for (int position : positions) {
      int at = next[all.user(position)]++;
      columns[at] = all.item(position);
      extras[at] = confidence.extra(all.value(position));
    }
    return new SparseSide(starts, columns, extras);
  }

  private static void sumUp(int[] starts) {
    for (int r = 1; r < starts.length; r++) {
      starts[r] += starts[r - 1];
    }
  }

  /** The same by the other side; each row's columns ascend, entries of one pair keep their order. */
  SparseSide transposed(int otherRows) {
    int[] otherStarts = new int[otherRows + 1];
    for (int column : columns) {
      otherStarts[column + 1]++;
    }
    sumUp(otherStarts);
    int[] next = otherStarts.clone();
    int[] otherColumns = new int[columns.length];
    float[] otherExtras = new float[columns.length];
    for (int row = 0; row < rows(); row++) {
      for (int k = starts[row]; k < starts[row + 1]; k++) {
        int at = next[columns[k]]++;
        otherColumns[at] = row;
        otherExtras[at] = extras[k];
      }
    }
    return new SparseSide(otherStarts, otherColumns, otherExtras);
  }

  /** One entry a pair, with the sum of extras; itself if each pair occurs once. Columns ascend. */
  SparseSide merged() {
    int[] mergedStarts = new int[starts.length];
    int[] mergedColumns = new int[columns.length];
    float[] mergedExtras = new float[columns.length];
    int end = 0;
    for (int row = 0; row < rows(); row++) {
      for (int k = starts[row]; k < starts[row + 1]; k++) {
        if (end > mergedStarts[row] && mergedColumns[end - 1] == columns[k]) {
          mergedExtras[end - 1] += extras[k];
        } else {
          mergedColumns[end] = columns[k];
          mergedExtras[end++] = extras[k];
        }
      }
      mergedStarts[row + 1] = end;
    }
    return end == columns.length
        ? this
        : new SparseSide(
            mergedStarts, Arrays.copyOf(mergedColumns, end), Arrays.copyOf(mergedExtras, end));
  }
}
