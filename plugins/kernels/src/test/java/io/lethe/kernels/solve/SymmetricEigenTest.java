package io.lethe.kernels.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {

  private static void assertDecomposes(double[] matrix, int n) {
    SymmetricEigen eigen = SymmetricEigen.of(matrix, n);
    double size = Arrays.stream(matrix).map(Math::abs).max().orElse(0) * n;
    for (int k = 0; k < n; k++) {
      double[] vector = Arrays.copyOfRange(eigen.vectors(), k * n, (k + 1) * n);
      double value = eigen.values()[k];
      double[] expected = Arrays.stream(vector).map(x -> value * x).toArray();
      assertArrayEquals(expected, Matrices.times(matrix, vector), 1e-13 * size);
      assertTrue(k == 0 || value >= eigen.values()[k - 1]);
      for (int j = 0; j <= k; j++) {
        double inner = 0;
        for (int c = 0; c < n; c++) {
          inner += vector[c] * eigen.vectors()[j * n + c];
        }
        assertEquals(j == k ? 1 : 0, inner, 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 16, 33, 50, 64, 128})
  void of_randomSymmetric_valuesAndOrthonormalVectors(int n) {
    assertDecomposes(Matrices.symmetric(n, n), n);
  }

  @Test
  void of_lowRankAndRepeatedValues_valuesAndOrthonormalVectors() {
    assertDecomposes(Matrices.positive(3, 40, 5), 40);
    assertDecomposes(new double[30 * 30], 30);
    assertDecomposes(Matrices.plusRidge(new double[30 * 30], 30, 2.5), 30);
    double[] ones = new double[25 * 25];
    Arrays.fill(ones, 1);
    assertDecomposes(ones, 25);
  }

  @Test
  void of_numbersOfVeryDifferentSize_valuesAndOrthonormalVectors() {
    double[] graded = Matrices.symmetric(8, 20);
    for (int r = 0; r < 20; r++) {
      for (int c = 0; c < 20; c++) {
        graded[r * 20 + c] *= Math.pow(10, -(r + c) / 2.0);
      }
    }
    assertDecomposes(graded, 20);
    double[] huge = Arrays.stream(Matrices.symmetric(8, 20)).map(x -> 1e200 * x).toArray();
    double[] tiny = Arrays.stream(Matrices.symmetric(8, 20)).map(x -> 1e-200 * x).toArray();
    assertDecomposes(huge, 20);
    assertDecomposes(tiny, 20);
  }

  @Test
  void of_knownMatrix_knownValues() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[]{2, 1, 1, 2}, 2);
    assertArrayEquals(new double[]{1, 3}, eigen.values(), 1e-15);
    double half = Math.sqrt(0.5);
    assertArrayEquals(new double[]{half, half}, Arrays.copyOfRange(eigen.vectors(), 2, 4), 1e-15);
  }

  @Test
  void of_badInput_refused() {
    assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(new double[3], 2));
    double[] holes = {1, 0, 0, Double.NaN};
    assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(holes, 2));
  }
}
