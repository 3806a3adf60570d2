package io.lethe.kernels.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KroneckerProductTest {

  private static final double SCALE = 2.5;

  /** A sum of as many outer products: singular where that is below the size. */
  private static double[] semiDefinite(SplittableRandom random, int size, int rank) {
    double[] matrix = new double[size * size];
    for (int k = 0; k < rank; k++) {
      double[] row = random.doubles(size, -1, 1).toArray();
      for (int j = 0; j < matrix.length; j++) {
        matrix[j] += row[j / size] * row[j % size];
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0.1", "4, 1, 0.1", "1, 5, 2", "6, 4, 0.1", "5, 7, 2"})
  void solve_anyShape_undoesTheDenseMatrix(int rows, int width, double ridge) {
    SplittableRandom random = new SplittableRandom(rows + 10 * width);
    double[] left = semiDefinite(random, rows, Math.max(1, rows - 1));
    double[] right = semiDefinite(random, width, width);
    int n = rows * width;
    double[] dense = new double[n * n];
    double[] rhs = random.doubles(n, -1, 1).toArray();
    float[] in = new float[n + 2];
    for (int k = 0; k < n; k++) {
      in[k + 1] = (float) rhs[k];
      for (int j = 0; j < n; j++) {
        double of = left[k / width * rows + j / width] * right[k % width * width + j % width];
        dense[k * n + j] = SCALE * of;
      }
    }
    double[] exact = Matrices.solve(Matrices.plusRidge(dense, n, ridge), rhs);
    float[] out = new float[n + 2];
    KroneckerProduct.of(left, rows, right, width).solve(SCALE, ridge, in, out, 1);
    for (int k = 0; k < n; k++) {
      assertEquals(exact[k], out[k + 1], 1e-5 / ridge);
    }
    assertEquals(0, out[0]);
    assertEquals(0, out[n + 1]);
    KroneckerProduct.of(left, rows, right, width).solve(SCALE, ridge, in, in, 1);
    for (int k = 0; k < n; k++) {
      assertEquals(out[k + 1], in[k + 1]);
    }
  }
}
