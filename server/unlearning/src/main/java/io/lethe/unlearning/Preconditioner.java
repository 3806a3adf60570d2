package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import java.util.Arrays;

/**
 * The inverse of the damped curvature: per row {@code (terms * curvature + (l2 + damping) I)^-1}.
 *
 * @param curvature of one loss term
 * @param damping of each row
 */
record Preconditioner(RowCurvature curvature, RowDamping damping) {

  /**
   * Applies it row by row; rows of zeros stay zeros at no cost, shared rows are divided by l2 plus
   * damping.
   *
   * @param terms loss terms of the selected rows, blocks in order
   * @param in over the selection; only read
   * @param out over the selection; overwritten
   */
  void apply(ParameterSelection rows, float[] terms, float[] in, float[] out) {
    int first = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      applyBlock(rows, b, terms, first, in, out);
      first += rows.count(b);
    }
  }

  private void applyBlock(
      ParameterSelection rows, int block, float[] terms, int first, float[] in, float[] out) {
    ParameterBlock shape = rows.layout().blocks().get(block);
    int width = shape.width();
    int offset = rows.offset(block);
    for (int k = 0; k < rows.count(block); k++) {
      int at = offset + k * width;
      double ridge = damping.ridge(shape, terms[first + k]);
      if (isZero(in, at, width)) {
        Arrays.fill(out, at, at + width, 0);
      } else if (shape.side() == Side.SHARED) {
        for (int j = at; j < at + width; j++) {
          out[j] = (float) (in[j] / ridge);
        }
      } else {
        curvature.side(shape.side()).factor().solve(terms[first + k], ridge, in, at, out, at);
      }
    }
  }

  private static boolean isZero(float[] in, int from, int width) {
    for (int k = from; k < from + width; k++) {
      if (in[k] != 0) {
        return false;
      }
    }
    return true;
  }
}
