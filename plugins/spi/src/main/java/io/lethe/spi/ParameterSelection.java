package io.lethe.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parameter rows that may move in one unlearning step, and how a flat vector holds them: block
 * after block in the layout's order, within a block the selected rows ascending, each row's {@code
 * width} floats together. Immutable.
 */
public final class ParameterSelection {

  private final ParameterLayout layout;
  private final List<int[]> rows;
  private final int[] offsets;

  private ParameterSelection(ParameterLayout layout, List<int[]> rows) {
    this.layout = layout;
    this.rows = rows;
    this.offsets = new int[rows.size() + 1];
    for (int b = 0; b < rows.size(); b++) {
      int width = layout.blocks().get(b).width();
      offsets[b + 1] = Math.addExact(offsets[b], Math.multiplyExact(rows.get(b).length, width));
    }
  }

  /** Every row of every block. */
  public static ParameterSelection all(ParameterLayout layout) {
    List<int[]> rows = new ArrayList<>();
    for (ParameterBlock block : layout.blocks()) {
      rows.add(IntStream.range(0, block.rows()).toArray());
    }
    return new ParameterSelection(layout, rows);
  }

  /**
   * Chosen rows.
   *
   * @param rows per block of the layout the row indices, ascending and distinct; copied
   * @throws IllegalArgumentException if the shape does not fit or rows are not ascending
   */
  public static ParameterSelection of(ParameterLayout layout, List<int[]> rows) {
    if (rows.size() != layout.blocks().size()) {
      throw new IllegalArgumentException(
          rows.size() + " row lists for " + layout.blocks().size() + " blocks");
    }
    List<int[]> copies = new ArrayList<>();
    for (int b = 0; b < rows.size(); b++) {
      copies.add(checked(layout.blocks().get(b), rows.get(b).clone()));
    }
    return new ParameterSelection(layout, copies);
  }

  private static int[] checked(ParameterBlock block, int[] rows) {
    int previous = -1;
    for (int row : rows) {
      if (row <= previous || row >= block.rows()) {
        throw new IllegalArgumentException(
            "row %d after %d in block %s of %d rows"
                .formatted(row, previous, block.name(), block.rows()));
      }
      previous = row;
    }
    return rows;
  }

  /** The layout whose rows are selected. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Floats in a vector over this selection. */
  public int length() {
    return offsets[offsets.length - 1];
  }

  /** Where a block's rows begin in a vector. */
  public int offset(int block) {
    return offsets[block];
  }

  /** Number of selected rows of a block. */
  public int count(int block) {
    return rows.get(block).length;
  }

  /** The {@code position}-th selected row of a block. */
  public int row(int block, int position) {
    return rows.get(block)[position];
  }

  /** A copy of the selected rows of a block, ascending. */
  public int[] rows(int block) {
    return rows.get(block).clone();
  }

  /** Position of a row among the selected ones of its block, negative if it is not selected. */
  public int position(int block, int row) {
    int[] selected = rows.get(block);
    if (selected.length == layout.blocks().get(block).rows()) {
      return row;
    }
    return Arrays.binarySearch(selected, row);
  }
}
