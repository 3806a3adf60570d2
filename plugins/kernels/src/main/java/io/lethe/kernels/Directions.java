package io.lethe.kernels;

import java.util.Arrays;

/**
 * One side's part of a direction vector as a table, with a row of zeros at its end for the rows that
 * are not selected.
 */
final class Directions {

  private final EmbeddingTable table;
  private final int[] tableRowOf;
  private final int selected;

  /** Copies the selected rows' directions; O(rows + selected * width). */
  Directions(int[] selectedRows, int rows, float[] vector, int offset, int width) {
    selected = selectedRows.length;
    float[] matrix = Arrays.copyOfRange(vector, offset, offset + selected * width);
    table = EmbeddingTable.wrap(Arrays.copyOf(matrix, (selected + 1) * width), width);
    tableRowOf = new int[rows];
    Arrays.fill(tableRowOf, selected);
    for (int k = 0; k < selected; k++) {
      tableRowOf[selectedRows[k]] = k;
    }
  }

  /** The selected rows' directions in the selection's order, then zeros. */
  EmbeddingTable table() {
    return table;
  }

  /** Whether every row is selected. */
  boolean all() {
    return selected == tableRowOf.length;
  }

  /** Whether no row is selected. */
  boolean none() {
    return selected == 0;
  }

  /** {@code out[k]} becomes the row of {@link #table} that belongs to {@code rows[k]}. */
  void tableRows(int[] rows, int from, int to, int[] out) {
    for (int k = from; k < to; k++) {
      out[k] = tableRowOf[rows[k]];
    }
  }
}
