package io.lethe.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A float matrix, one embedding per row, in pages of equal row count (the last may be shorter). Rows
 * lie one after the other without padding. A changed table is a new one that shares every page it
 * did not touch, so that a small change costs the changed pages, not the table.
 *
 * <p>Immutable and safe for concurrent use, as long as nobody writes to a page handed in or out. A
 * trainer that alone holds a table over its own pages may write to them between passes.
 */
public final class EmbeddingTable {

  /** Pages of tables made here hold the largest power of two of rows that fits this many floats. */
  private static final int PAGE_FLOATS_MAX = 8192;

  private final int rows;
  private final int width;
  private final int shift;
  private final int mask;
  private final float[][] pages;

  private EmbeddingTable(int rows, int width, int rowsPerPage, float[][] pages) {
    this.rows = rows;
    this.width = width;
    this.shift = Integer.numberOfTrailingZeros(rowsPerPage);
    this.mask = rowsPerPage - 1;
    this.pages = pages;
  }

  /**
   * A table over pages of the caller's making; they are shared, not copied.
   *
   * @param rows at least 0
   * @param width floats per row, at least 1
   * @param rowsPerPage a power of two
   * @param pages {@code rowsPerPage * width} floats each, the last one what is left
   */
  public static EmbeddingTable ofPages(int rows, int width, int rowsPerPage, List<float[]> pages) {
    checkShape(rows, width);
    if (Integer.bitCount(rowsPerPage) != 1 || rowsPerPage < 1) {
      throw new IllegalArgumentException(rowsPerPage + " rows per page is not a power of two");
    }
    int count = (int) (((long) rows + rowsPerPage - 1) / rowsPerPage);
    if (pages.size() != count) {
      throw new IllegalArgumentException(
          "%d pages for %d rows of %d a page".formatted(pages.size(), rows, rowsPerPage));
    }
    for (int p = 0; p < count; p++) {
      long wanted = Math.min(rowsPerPage, rows - (long) p * rowsPerPage) * width;
      if (pages.get(p).length != wanted) {
        throw new IllegalArgumentException(
            "page %d of %d floats, %d wanted".formatted(p, pages.get(p).length, wanted));
      }
    }
    return new EmbeddingTable(rows, width, rowsPerPage, pages.toArray(float[][]::new));
  }

  /**
   * A table of one page that is the given array: shared, not copied. For matrices of fixed content
   * and for trainers; a served table should be {@link #copyOf}.
   *
   * @param matrix whole rows, row major
   */
  public static EmbeddingTable wrap(float[] matrix, int width) {
    int rows = wholeRows(matrix.length, width);
    int rowsPerPage = rows <= 1 ? 1 : Integer.highestOneBit(rows - 1) << 1;
    float[][] pages = rows == 0 ? new float[0][] : new float[][]{matrix};
    return new EmbeddingTable(rows, width, rowsPerPage, pages);
  }

  /**
   * A table with pages of its own.
   *
   * @param chunks together {@code rows * width} floats, each chunk whole rows; copied
   */
  public static EmbeddingTable copyOf(int rows, int width, List<float[]> chunks) {
    EmbeddingTable table = zeros(rows, width);
    int row = 0;
    for (float[] chunk : chunks) {
      int count = wholeRows(chunk.length, width);
      if (count > rows - row) {
        throw new IllegalArgumentException(
            "chunks of more than the %d rows of width %d".formatted(rows, width));
      }
      for (int k = 0; k < count; k++, row++) {
        System.arraycopy(chunk, k * width, table.pageOf(row), table.offsetOf(row), width);
      }
    }
    if (row != rows) {
      throw new IllegalArgumentException("chunks of %d rows, %d wanted".formatted(row, rows));
    }
    return table;
  }

  /** A table of zeros with pages of its own. */
  public static EmbeddingTable zeros(int rows, int width) {
    checkShape(rows, width);
    int rowsPerPage = Integer.highestOneBit(Math.max(1, PAGE_FLOATS_MAX / width));
    float[][] pages = new float[(int) (((long) rows + rowsPerPage - 1) / rowsPerPage)][];
    for (int p = 0; p < pages.length; p++) {
      pages[p] = new float[Math.min(rowsPerPage, rows - p * rowsPerPage) * width];
    }
    return new EmbeddingTable(rows, width, rowsPerPage, pages);
  }

  private static void checkShape(int rows, int width) {
    if (rows < 0 || width < 1) {
      throw new IllegalArgumentException("a table of %d rows, width %d".formatted(rows, width));
    }
  }

  private static int wholeRows(int floats, int width) {
    checkShape(0, width);
    if (floats % width != 0) {
      throw new IllegalArgumentException(
          "%d floats are not whole rows of %d".formatted(floats, width));
    }
    return floats / width;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Floats per row. */
  public int width() {
    return width;
  }

  /** Rows in every page but the last; a power of two. */
  public int rowsPerPage() {
    return mask + 1;
  }

  /** The pages in order; not to be written to. */
  public List<float[]> pages() {
    return List.of(pages);
  }

  /** Number of pages. */
  public int pageCount() {
    return pages.length;
  }

  /** The page of an index; not to be written to. */
  public float[] page(int index) {
    return pages[index];
  }

  /** The page that holds a row; not to be written to. */
  public float[] pageOf(int row) {
    return pages[row >>> shift];
  }

  /** Where a row begins in its page. */
  public int offsetOf(int row) {
    return (row & mask) * width;
  }

  /** Copies one row. */
  public void copyRow(int row, float[] out, int outOffset) {
    System.arraycopy(pageOf(row), offsetOf(row), out, outOffset, width);
  }

  /** Rows by index, one after the other, in an array of the caller's own. */
  public float[] copyOfRows(int[] indices) {
    float[] copy = new float[indices.length * width];
    for (int k = 0; k < indices.length; k++) {
      copyRow(indices[k], copy, k * width);
    }
    return copy;
  }

  /**
   * A table with amounts added to some rows. Costs the touched pages.
   *
   * @param changed row indices, any order; a row named twice gets both amounts
   * @param amounts {@code changed.length * width} floats from {@code offset}; only read
   */
  public EmbeddingTable plusRows(int[] changed, float[] amounts, int offset) {
    EmbeddingTable next = withOwnPages(changed);
    for (int k = 0; k < changed.length; k++) {
      float[] page = next.pageOf(changed[k]);
      int start = offsetOf(changed[k]);
      int from = offset + k * width;
      for (int c = 0; c < width; c++) {
        page[start + c] += amounts[from + c];
      }
    }
    return next;
  }

  /**
   * A table with some rows replaced. Costs the touched pages.
   *
   * @param changed row indices, any order; of a row named twice the later values stay
   * @param values {@code changed.length * width} floats from {@code offset}; only read
   */
  public EmbeddingTable withRows(int[] changed, float[] values, int offset) {
    EmbeddingTable next = withOwnPages(changed);
    for (int k = 0; k < changed.length; k++) {
      int row = changed[k];
      System.arraycopy(values, offset + k * width, next.pageOf(row), offsetOf(row), width);
    }
    return next;
  }

  /** A table with some rows set to zero. Costs the touched pages. */
  public EmbeddingTable withZeroRows(int[] changed) {
    EmbeddingTable next = withOwnPages(changed);
    for (int row : changed) {
      Arrays.fill(next.pageOf(row), offsetOf(row), offsetOf(row) + width, 0);
    }
    return next;
  }

  /**
   * A table with more rows, zeros, after these; shares all pages but the last. Costs the new rows and
   * a page.
   *
   * @param count at least as many as there are
   */
  public EmbeddingTable grown(int count) {
    if (count < rows) {
      throw new IllegalArgumentException("%d rows cannot shrink to %d".formatted(rows, count));
    }
    if (count == rows) {
      return this;
    }
    int rowsPerPage = mask + 1;
    float[][] next = Arrays.copyOf(pages, (int) (((long) count + rowsPerPage - 1) / rowsPerPage));
    for (int p = Math.max(0, pages.length - 1); p < next.length; p++) {
      int floats = Math.min(rowsPerPage, count - p * rowsPerPage) * width;
      next[p] = p < pages.length ? Arrays.copyOf(pages[p], floats) : new float[floats];
    }
    return new EmbeddingTable(count, width, rowsPerPage, next);
  }

  /**
   * The rows, of those that both tables have, whose bits differ here and there, ascending; all of them
   * if the rows are not equally wide. Costs a look at each page, and the content of pages that are not
   * shared.
   */
  public int[] differingRows(EmbeddingTable other) {
    int count = Math.min(rows, other.rows);
    boolean alike = width == other.width && mask == other.mask;
    IntStream.Builder differing = IntStream.builder();
    int row = 0;
    while (row < count) {
      if (alike && (row & mask) == 0 && Arrays.equals(pageOf(row), other.pageOf(row))) {
        row = (row | mask) + 1;
      } else {
        if (!isSameRow(other, row)) {
          differing.add(row);
        }
        row++;
      }
    }
    return differing.build().toArray();
  }

  private boolean isSameRow(EmbeddingTable other, int row) {
    int at = offsetOf(row);
    int there = other.offsetOf(row);
    return width == other.width && Arrays
        .equals(pageOf(row), at, at + width, other.pageOf(row), there, there + other.width);
  }

  private EmbeddingTable withOwnPages(int[] changed) {
    float[][] next = pages.clone();
    boolean[] own = new boolean[pages.length];
    for (int row : changed) {
      if (row < 0 || row >= rows) {
        throw new IndexOutOfBoundsException("row " + row + " of " + rows);
      }
      int p = row >>> shift;
      if (!own[p]) {
        own[p] = true;
        next[p] = pages[p].clone();
      }
    }
    return new EmbeddingTable(rows, width, mask + 1, next);
  }
}
