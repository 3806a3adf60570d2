package io.lethe.kernels;

/**
 * Exact ranking in one pass over a table: scores a block of rows, keeps the best, forgets the rest.
 * Stateless; safe for concurrent use.
 */
public final class ItemScan {

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
    TopN best = new TopN(items, scores);
    float[] block = new float[BLOCK_ROWS];
    int exclusion = 0;
    for (int p = 0; p < table.pageCount(); p++) {
      float[] page = table.page(p);
      int pageRows = page.length / table.width();
      int firstRow = p * table.rowsPerPage();
      for (int row = 0; row < pageRows; row += BLOCK_ROWS) {
        int count = Math.min(BLOCK_ROWS, pageRows - row);
        int at = row * table.width();
        kernels.dots(query, queryOffset, table.width(), page, at, count, block, 0);
        exclusion = offer(best, block, firstRow + row, count, excluded, exclusion);
      }
    }
    return best.finish();
  }

  /** Offers a block's rows and returns the first exclusion that may lie beyond it. */
  private static int offer(
      TopN best, float[] block, int firstRow, int count, int[] excluded, int exclusion) {
    int next = exclusion;
    float threshold = best.threshold();
    for (int k = 0; k < count; k++) {
      // Most rows end here: exclusions are only looked at for those that would be kept.
      if (block[k] <= threshold && threshold > Float.NEGATIVE_INFINITY) {
        continue;
      }
      int row = firstRow + k;
      while (next < excluded.length && excluded[next] < row) {
        next++;
      }
      if (next == excluded.length || excluded[next] != row) {
        best.offer(row, block[k]);
        threshold = best.threshold();
      }
    }
    return next;
  }
}
