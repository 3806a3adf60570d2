package io.lethe.kernels;

/**
 * The inner loop of dense algebra in double precision: a small tile of a matrix loses a product of two
 * packed panels. Stateless and safe for concurrent use. A tile's result depends on its numbers alone,
 * so any split of a matrix into tasks gives the same bits.
 */
public interface MatrixTiles {

  /** Rows of a tile. */
  int ROWS = 4;

  /** Columns of a tile. */
  int COLUMNS = 24;

  /**
   * {@code C -= A B} on one tile of {@link #ROWS} x {@link #COLUMNS}. Sums over the depth in order,
   * then subtracts.
   *
   * @param left A by columns: {@code depth * ROWS} doubles from {@code leftOffset}
   * @param right B by rows: {@code depth * COLUMNS} doubles from {@code rightOffset}
   * @param c row {@code r} of the tile begins at {@code cOffset + r * cStride}; neither A nor B
   */
  void subtractProduct(
      double[] left, int leftOffset, double[] right, int rightOffset, int depth, double[] c,
      int cOffset, int cStride);
}
