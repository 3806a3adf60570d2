package io.lethe.kernels;

import java.util.Arrays;

/**
 * Exact ranking in one pass over a table: scores a block of rows, keeps the best, forgets the rest.
 * Stateless; safe for concurrent use.
 */
public final class ItemScan {

  /**
   * So many queries are worth a pass: the memory's part of its time is then small, and the queries with
   * their scores of a block lie in a near cache.
   */
  public static final int QUERIES_AT_ONCE = 32;

  private static final int BLOCK_ROWS = 128;

  private final Kernels kernels;

  /** A scan on the given kernels. */
  public ItemScan(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * The rows with the highest products with a query, best first; ties go to the lower index, rows
   * whose product is NaN are left out. O(rows * width), at memory speed.
   *
   * @param query {@code width} floats from {@code queryOffset}; only read
   * @param excluded rows that must not appear, ascending and distinct; only read
   * @param items caller's array; its length is the number of rows asked for
   * @param scores caller's array as long as {@code items}
   * @return how many entries were filled: fewer than asked only if too few rows remain
   */
  public int topItems(
      EmbeddingTable table, float[] query, int queryOffset, int[] excluded, int[] items,
      float[] scores) {
    Ranking ranked = new Ranking(kernels, excluded, items, scores);
    scan(table, 0, table.pageCount(), query, queryOffset, ranked);
    return ranked.finish();
  }

  /**
   * The same for several queries, to the last bit, in one pass: each block of rows is read from memory
   * once. O(queries * rows * width) at the speed of arithmetic, about a quarter of the time of as many
   * passes over a table that no cache holds.
   *
   * @param queries {@code width} floats for each query, one after the other; only read
   * @param excluded per query, as for one
   * @param items per query an array of the caller's, as for one; the arrays are distinct
   * @param scores per query an array of the caller's, as long as its items
   * @return per query how many entries were filled
   */
  public int[] topItems(
      EmbeddingTable table, float[] queries, int[][] excluded, int[][] items, float[][] scores) {
    int count = excluded.length;
    if (items.length != count || scores.length != count
        || queries.length != (long) count * table.width()) {
      throw new IllegalArgumentException(
          "%d floats for queries of %d, %d exclusions, %d lists of items and %d of scores"
              .formatted(queries.length, table.width(), count, items.length, scores.length));
    }
    Ranking[] ranked = new Ranking[count];
    for (int q = 0; q < count; q++) {
      ranked[q] = new Ranking(kernels, excluded[q], items[q], scores[q]);
    }
    scan(table, 0, table.pageCount(), queries, 0, ranked);
    return Arrays.stream(ranked).mapToInt(Ranking::finish).toArray();
  }

  /** Offers a query the rows of some pages. */
  public void scan(
      EmbeddingTable table, int firstPage, int toPage, float[] query, int queryOffset,
      Ranking ranked) {
    scan(table, firstPage, toPage, query, queryOffset, new Ranking[]{ranked});
  }

  /** Blocks of rows outside, queries inside: a block stays in the nearest cache for all of them. */
  private void scan(
      EmbeddingTable table, int firstPage, int toPage, float[] queries, int offset,
      Ranking[] ranked) {
    int width = table.width();
    float[] block = new float[ranked.length * BLOCK_ROWS];
    for (int p = firstPage; p < toPage; p++) {
      float[] page = table.page(p);
      int pageRows = page.length / width;
      int firstRow = p * table.rowsPerPage();
      for (int row = 0; row < pageRows; row += BLOCK_ROWS) {
        int count = Math.min(BLOCK_ROWS, pageRows - row);
        kernels.manyDots(
            queries, offset, ranked.length, width, page, row * width, count, block, BLOCK_ROWS);
        for (int q = 0; q < ranked.length; q++) {
          ranked[q].offer(block, q * BLOCK_ROWS, count, firstRow + row);
        }
      }
    }
  }

  /** The best rows of one query so far, of rows that come in ascending order. Confined to one thread. */
  public static final class Ranking {

    private final Kernels kernels;
    private final TopN best;
    private final int[] excluded;
    private int nextExcluded;

    /**
     * Nothing yet.
     *
     * @param excluded ascending and distinct; only read
     */
    public Ranking(Kernels kernels, int[] excluded, int[] items, float[] scores) {
      this.kernels = kernels;
      this.best = new TopN(items, scores);
      this.excluded = excluded;
    }

    /** Offers the scores of {@code count} rows from {@code firstRow}. */
    void offer(float[] scores, int offset, int count, int firstRow) {
      int to = offset + count;
      for (int k = next(scores, offset, to); k < to; k = next(scores, k + 1, to)) {
        int row = firstRow + k - offset;
        if (admits(row)) {
          offer(row, scores[k]);
        }
      }
    }

    /** The first index from {@code from} on of a score that would be kept, or of a bound of one. */
    public int next(float[] scores, int from, int to) {
      float threshold = best.threshold();
      return threshold == Float.NEGATIVE_INFINITY
          ? from
          : kernels.firstAbove(scores, from, to, threshold);
    }

    /** Whether a row is not excluded; rows ascend from call to call. */
    public boolean admits(int row) {
      while (nextExcluded < excluded.length && excluded[nextExcluded] < row) {
        nextExcluded++;
      }
      return nextExcluded == excluded.length || excluded[nextExcluded] != row;
    }

    /** Offers the score of a row that is not excluded. */
    public void offer(int row, float score) {
      best.offer(row, score);
    }

    /** Sorts what was kept, and returns how much it is. */
    public int finish() {
      return best.finish();
    }
  }
}
