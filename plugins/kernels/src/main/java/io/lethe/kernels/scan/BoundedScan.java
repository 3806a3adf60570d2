package io.lethe.kernels.scan;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;

/**
 * One query's way through a table, part by part in ascending order: by rounded rows, or by the rows. A
 * row is left out only if its bound is not above the score that a row had to exceed by then, which its
 * own score is not either. Confined to one thread.
 */
final class BoundedScan {

  private static final int BLOCK_ROWS = 128;

  /** Rows computed one by one for each that is wanted, above which bounds are of no use. */
  private static final int COMPUTED_PER_ITEM = 16;

  /** And the part of the rows. One by one, a row costs about ten times as much as in its place. */
  private static final int COMPUTED_PART = 32;

  private final Kernels kernels;
  private final EmbeddingTable table;
  private final float[] query;
  private final int queryOffset;
  private final float slack;
  private final int wanted;
  private final ItemScan.Ranking ranking;
  private final float[] block = new float[BLOCK_ROWS];
  private final float[] score = new float[1];
  private long rows;
  private long computed;

  /**
   * At the first row.
   *
   * @param size the sum of the query's absolute values
   * @param wanted how many rows are wanted
   */
  BoundedScan(
      Kernels kernels, EmbeddingTable table, float[] query, int queryOffset, double size,
      int wanted, ItemScan.Ranking ranking) {
    this.kernels = kernels;
    this.table = table;
    this.query = query;
    this.queryOffset = queryOffset;
    this.slack = RoundedRows.slack(size, table.width());
    this.wanted = wanted;
    this.ranking = ranking;
  }

  /** Whether bounds have left out enough so far. */
  boolean gains() {
    return computed <= (long) COMPUTED_PER_ITEM * wanted + rows / COMPUTED_PART;
  }

  /** Goes through rows by their bounds. */
  void scan(RoundedRows rounded, int firstRow) {
    int width = table.width();
    int count = rounded.scales().length;
    for (int row = 0; row < count; row += BLOCK_ROWS) {
      int some = Math.min(BLOCK_ROWS, count - row);
      kernels.bounds(
          query, queryOffset, width, rounded.codes(), row * width, rounded.scales(), row, some,
          slack, block);
      for (int k = ranking.next(block, 0, some); k < some; k = ranking.next(block, k + 1, some)) {
        compute(firstRow + row + k);
      }
    }
    rows += count;
  }

  private void compute(int row) {
    if (ranking.admits(row)) {
      kernels.dots(
          query, queryOffset, table.width(), table.pageOf(row), table.offsetOf(row), 1, score, 0);
      ranking.offer(row, score[0]);
      computed++;
    }
  }
}
