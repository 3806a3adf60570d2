package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;

/**
 * Half the gradient of the whole objective in one row: {@code (G + reg) x + sum of (extras * score -
 * 1 - extras) * y}. Confined to one thread.
 */
final class RowGradient {

  private final Kernels kernels;
  private final SparseSide side;
  private final EmbeddingTable fixed;
  private final float[] gram;
  private final float reg;
  private final float[] products;

  /**
   * Gradients of one side.
   *
   * @param gram of the fixed side
   * @param products scratch of one float an entry, or more; only the row's entries are written
   */
  RowGradient(
      Kernels kernels, SparseSide side, EmbeddingTable fixed, float[] gram, float reg,
      float[] products) {
    this.kernels = kernels;
    this.side = side;
    this.fixed = fixed;
    this.gram = gram;
    this.reg = reg;
    this.products = products;
  }

  /** Writes a row's half gradient to {@code out}, {@code width} floats. */
  void of(EmbeddingTable table, int row, float[] out) {
    int width = table.width();
    float[] page = table.pageOf(row);
    int at = table.offsetOf(row);
    kernels.dots(page, at, width, gram, 0, width, out, 0);
    kernels.addScaled(reg, page, at, out, 0, width);
    int from = side.starts()[row];
    int to = side.starts()[row + 1];
    kernels.gatherDots(fixed, side.columns(), from, to, page, at, products);
    for (int k = from; k < to; k++) {
      float extra = side.extras()[k];
      products[k] = extra * products[k] - 1 - extra;
    }
    kernels.gatherSum(fixed, side.columns(), products, from, to, out, 0);
  }
}
