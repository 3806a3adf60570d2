package io.lethe.unlearning;

import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Solves small linear systems by elimination. */
final class DenseSystem {

  private DenseSystem() {}

  /**
   * The solution of {@code A x = rhs}.
   *
   * @param product with A: reads its first argument and overwrites its second
   */
  static double[] solved(BiConsumer<float[], float[]> product, float[] rhs) {
    int n = rhs.length;
    double[][] system = new double[n][n + 1];
    for (int j = 0; j < n; j++) {
      float[] unit = new float[n];
      unit[j] = 1;
      float[] column = new float[n];
      product.accept(unit, column);
      for (int k = 0; k < n; k++) {
        system[k][j] = column[k];
      }
      system[j][n] = rhs[j];
    }
    for (int pivot = 0; pivot < n; pivot++) {
      for (int row = 0; row < n; row++) {
        double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
        for (int k = pivot; k <= n && factor != 0; k++) {
          system[row][k] -= factor * system[pivot][k];
        }
      }
    }
    return IntStream.range(0, n).mapToDouble(k -> system[k][n] / system[k][k]).toArray();
  }
}
