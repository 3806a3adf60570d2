package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;

/**
 * Gauss-Newton curvature of all user and item rows in Kronecker form, decomposed once per training.
 *
 * @param layout whose rows; user and item blocks are as wide as the factors
 * @param users of user rows
 * @param items of item rows
 */
record RowCurvature(ParameterLayout layout, SideCurvature users, SideCurvature items) {

  /** Decomposes the factors. O(width^3). */
  static RowCurvature of(Kernels kernels, ParameterLayout layout, CurvatureFactors factors) {
    int width = factors.width();
    double weight = factors.weight();
    long count = factors.count();
    return of(
        kernels, layout, new SideCurvature.Sums(factors.userFactor(), width, weight, count),
        new SideCurvature.Sums(factors.itemFactor(), width, weight, count));
  }

  /**
   * Decomposes sums.
   *
   * @throws IllegalArgumentException if they are not as wide as the rows
   */
  static RowCurvature of(
      Kernels kernels, ParameterLayout layout, SideCurvature.Sums users, SideCurvature.Sums items) {
    for (ParameterBlock block : layout.blocks()) {
      if (block.side() != Side.SHARED
          && (block.width() != users.width() || block.width() != items.width())) {
        throw new IllegalArgumentException(
            "block %s is %d wide, its curvature factors %d and %d"
                .formatted(block.name(), block.width(), users.width(), items.width()));
      }
    }
    return new RowCurvature(
        layout, SideCurvature.of(kernels, users), SideCurvature.of(kernels, items));
  }

  /** Sets coordinates to 0 that no loss term moves: a plugin's constants. */
  void holdStill(ParameterSelection rows, float[] vector) {
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      ParameterBlock block = rows.layout().blocks().get(b);
      if (block.side() != Side.SHARED) {
        for (int coordinate : side(block.side()).still()) {
          for (int k = rows.offset(b); k < rows.offset(b + 1); k += block.width()) {
            vector[k + coordinate] = 0;
          }
        }
      }
    }
  }

  /** Of user or item rows. */
  SideCurvature side(Side side) {
    return side == Side.USER ? users : items;
  }
}
