package io.lethe.kernels;

import java.util.Arrays;

/**
 * A sparse matrix of zeros and ones by rows (CSR), some of whose entries may be struck out: row
 * {@code r} has ones in the columns {@code columns[starts[r] .. starts[r + 1] - 1]}. What is left of
 * a row runs in the same order as in a matrix made without the struck entries, so that products have
 * the same bits.
 *
 * @param starts one number more than rows; shared, not to be written to
 * @param columns of all entries, row after row; a column named twice counts twice; shared
 * @param struck positions in {@code columns} that do not count, ascending and distinct; shared
 */
public record SparseRows(int[] starts, int[] columns, int[] struck) {

  /**
   * Groups entries by row, O(entries + rows); a row's columns keep the order in which they are given.
   *
   * @param rows row of each entry, in {@code 0 .. rowCount - 1}; only read
   * @param columns column of each entry; only read
   */
  public static SparseRows of(int[] rows, int[] columns, int rowCount) {
    int[] order = CountingSort.order(rows, rowCount);
    int[] ordered = new int[columns.length];
    for (int k = 0; k < ordered.length; k++) {
      ordered[k] = columns[order[k]];
    }
    return new SparseRows(CountingSort.starts(rows, rowCount), ordered, new int[0]);
  }

  /** The transposed matrix, its columns ascending in every row. O(entries + rows + columns). */
  public SparseRows transposed(int columnCount) {
    int[] from = new int[size()];
    int[] to = new int[size()];
    int next = 0;
    int[] left = new int[columns.length];
    for (int row = 0; row < rows(); row++) {
      int count = copyColumns(row, firstStruck(row), left);
      Arrays.fill(to, next, next + count, row);
      System.arraycopy(left, 0, from, next, count);
      next += count;
    }
    return of(from, to, columnCount);
  }

  /** Number of rows. */
  public int rows() {
    return starts.length - 1;
  }

  /** Entries that count. */
  public int size() {
    return columns.length - struck.length;
  }

  /** Entries of a row that count. O(log of struck entries). */
  public int count(int row) {
    return starts[row + 1] - starts[row] - (firstStruck(row + 1) - firstStruck(row));
  }

  /** The columns of a row that count, in order. A copy. */
  public int[] columnsOf(int row) {
    int[] out = new int[starts[row + 1] - starts[row]];
    return Arrays.copyOf(out, copyColumns(row, firstStruck(row), out));
  }

  /**
   * The position of an entry that counts, -1 if there is none. O(log entries of the row) if the
   * row's columns ascend, as they must.
   */
  public int positionOf(int row, int column) {
    int at = Arrays.binarySearch(columns, starts[row], starts[row + 1], column);
    while (at > starts[row] && columns[at - 1] == column) {
      at--;
    }
    while (at >= 0 && at < starts[row + 1] && columns[at] == column) {
      if (Arrays.binarySearch(struck, at) < 0) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** The same matrix with some more entries struck out. O(struck entries). */
  public SparseRows without(int[] positions) {
    int[] more = new int[struck.length + positions.length];
    System.arraycopy(struck, 0, more, 0, struck.length);
    System.arraycopy(positions, 0, more, struck.length, positions.length);
    Arrays.sort(more);
    return new SparseRows(starts, columns, more);
  }

  /**
   * Rows {@code from .. to - 1} of a product with a scaled table, added to the output: {@code out row
   * r += rowWeights[r] * factor * sum over columns c of r of columnWeights[c] * table row c}. O(entries
   * of these rows * width).
   *
   * @param table row {@code c} begins at {@code tableOffset + c * width}
   * @param out row {@code r} begins at {@code outOffset + r * width}; not the table
   */
  public void addProduct(
      Kernels kernels, int from, int to, float[] rowWeights, float factor, float[] columnWeights,
      float[] table, int tableOffset, int width, float[] out, int outOffset) {
    int next = firstStruck(from);
    int[] left = {};
    for (int row = from; row < to; row++) {
      int[] of = columns;
      int start = starts[row];
      int end = starts[row + 1];
      if (next < struck.length && struck[next] < end) {
        left = left.length < end - start ? new int[end - start] : left;
        int count = copyColumns(row, next, left);
        next += end - start - count;
        of = left;
        start = 0;
        end = count;
      }
      kernels.addWeightedRows(
          table, tableOffset, width, of, start, end, columnWeights, rowWeights[row] * factor, out,
          outOffset + row * width);
    }
  }

  /** Where the struck entries of rows from {@code row} on begin. */
  private int firstStruck(int row) {
    if (struck.length == 0) {
      return 0;
    }
    int at = Arrays.binarySearch(struck, starts[row]);
    return at < 0 ? -at - 1 : at;
  }

  private int copyColumns(int row, int firstStruck, int[] out) {
    int next = firstStruck;
    int count = 0;
    for (int k = starts[row]; k < starts[row + 1]; k++) {
      if (next < struck.length && struck[next] == k) {
        next++;
      } else {
        out[count++] = columns[k];
      }
    }
    return count;
  }
}
