package io.lethe.kernels;

import java.util.Arrays;

/** The reference: plain loops that the Vector API twin must agree with. */
final class ScalarMatrixTiles implements MatrixTiles {

  @Override
  public void subtractProduct(
      double[] left, int leftOffset, double[] right, int rightOffset, int depth, double[] c,
      int cOffset, int cStride) {
    double[] sums = new double[COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      Arrays.fill(sums, 0);
      for (int p = 0; p < depth; p++) {
        double factor = left[leftOffset + p * ROWS + r];
        for (int k = 0; k < COLUMNS; k++) {
          sums[k] = Math.fma(factor, right[rightOffset + p * COLUMNS + k], sums[k]);
        }
      }
      for (int k = 0; k < COLUMNS; k++) {
        c[cOffset + r * cStride + k] -= sums[k];
      }
    }
  }
}
