package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;

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
    for (ParameterBlock block : layout.blocks()) {
      if (block.side() != Side.SHARED && block.width() != width) {
        throw new IllegalArgumentException(
            "block %s is %d wide, its curvature factor %d"
                .formatted(block.name(), block.width(), width));
      }
    }
    return new RowCurvature(
        layout,
        SideCurvature.of(kernels, factors.userFactor(), width, factors.weight(), factors.count()),
        SideCurvature.of(kernels, factors.itemFactor(), width, factors.weight(), factors.count()));
  }

  /** Of user or item rows. */
  SideCurvature side(Side side) {
    return side == Side.USER ? users : items;
  }
}
