package io.lethe.kernels;

/** Weighted sums of outer products of a table's rows: the raw material of curvature factors. */
public final class GramMatrix {

  private static final int CHUNK_ROWS = 256;

  /** Gathered rows whose two copies stay in a core's first-level cache at usual widths. */
  private static final int BLOCK_ROWS = 64;

  private GramMatrix() {}

  /**
   * {@code sum over rows of weights[row] * row row'}. O(rows * width^2); float within chunks of rows,
   * double across them; the same bits whatever the number of threads.
   *
   * @param weights one per row, such as its number of pairs; only read
   * @return {@code width * width} doubles, row major, symmetric
   */
  public static double[] weighted(
      Kernels kernels, Workers workers, EmbeddingTable table, float[] weights) {
    if (weights.length != table.rows()) {
      throw new IllegalArgumentException(
          "%d weights for %d rows".formatted(weights.length, table.rows()));
    }
    int width = table.width();
    int chunks = (table.rows() + CHUNK_ROWS - 1) / CHUNK_ROWS;
    float[][] partial = new float[chunks][];
    workers.run(chunks, 1, (from, to) -> {
      for (int c = from; c < to; c++) {
        partial[c] = chunk(kernels, table, weights, c * CHUNK_ROWS);
      }
    });
    double[] sum = new double[width * width];
    for (float[] part : partial) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += part[k];
      }
    }
    mirror(sum, width);
    return sum;
  }

  private static float[] chunk(
      Kernels kernels, EmbeddingTable table, float[] weights, int firstRow) {
    int width = table.width();
    float[] sum = new float[width * width];
    int end = Math.min(table.rows(), firstRow + CHUNK_ROWS);
    for (int row = firstRow; row < end; row++) {
      if (weights[row] != 0) {
        float[] page = table.pageOf(row);
        int at = table.offsetOf(row);
        for (int c = 0; c < width; c++) {
          kernels.addScaled(weights[row] * page[at + c], page, at, sum, c * width, width);
        }
      }
    }
    return sum;
  }

  /**
   * {@code sum over k of weights[k] * row row'}, row the {@code indices[k]}-th of the table, {@code
   * from <= k < to}. O(rows * width^2); float within blocks of rows, double across them.
   *
   * @return {@code width * width} doubles, row major, symmetric; the caller's own
   */
  public static double[] gathered(
      Kernels kernels, EmbeddingTable table, int[] indices, float[] weights, int from, int to) {
    int width = table.width();
    double[] sum = new double[width * width];
    float[] plain = new float[width * BLOCK_ROWS];
    float[] weighted = new float[width * BLOCK_ROWS];
    float[] products = new float[width];
    for (int start = from; start < to; start += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, to - start);
      transpose(table, indices, weights, start, count, plain, weighted);
      for (int c = 0; c < width; c++) {
        int left = width - c;
        kernels.dots(weighted, c * count, count, plain, c * count, left, products, 0);
        for (int k = 0; k < left; k++) {
          sum[c * width + c + k] += products[k];
        }
      }
    }
    mirror(sum, width);
    return sum;
  }

  /** Column after column, so that an entry of the sum is one product of two stretches. */
  private static void transpose(
      EmbeddingTable table, int[] indices, float[] weights, int start, int count, float[] plain,
      float[] weighted) {
    for (int k = 0; k < count; k++) {
      float[] page = table.pageOf(indices[start + k]);
      int at = table.offsetOf(indices[start + k]);
      for (int c = 0; c < table.width(); c++) {
        plain[c * count + k] = page[at + c];
        weighted[c * count + k] = weights[start + k] * page[at + c];
      }
    }
  }

  /** Rounding may differ between the two triangles: the upper one counts. */
  private static void mirror(double[] matrix, int width) {
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < r; c++) {
        matrix[r * width + c] = matrix[c * width + r];
      }
    }
  }
}
