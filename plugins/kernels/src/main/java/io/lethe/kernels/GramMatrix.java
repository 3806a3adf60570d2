package io.lethe.kernels;

/** Weighted sums of outer products of a table's rows: the raw material of curvature factors. */
public final class GramMatrix {

  private static final int CHUNK_ROWS = 256;

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

  /** Rounding may differ between the two triangles: the upper one counts. */
  private static void mirror(double[] matrix, int width) {
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < r; c++) {
        matrix[r * width + c] = matrix[c * width + r];
      }
    }
  }
}
