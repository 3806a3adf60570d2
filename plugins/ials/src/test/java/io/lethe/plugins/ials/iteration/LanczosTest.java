package io.lethe.plugins.ials.iteration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanczosTest {

  private static double ofDiagonal(double... values) {
    return Lanczos.largest(
        vector -> IntStream.range(0, vector.length)
            .mapToDouble(k -> values[k] * vector[k])
            .toArray(),
        values.length);
  }

  @Test
  void largest_ofAClusterWithOneAbove_findsTheOne() {
    double[] values = IntStream.range(0, 400).mapToDouble(k -> k < 80 ? 1 : k / 500.0).toArray();
    assertEquals(1, ofDiagonal(values), 1e-9);
    values[123] = 1.001;
    assertEquals(1.001, ofDiagonal(values), 1e-6);
  }

  @Test
  void largest_ofSmallMatrices_isExact() {
    assertEquals(3, ofDiagonal(3), 1e-12);
    assertEquals(0, ofDiagonal(0, 0));
    assertEquals(2, ofDiagonal(2, 2, 2), 1e-12);
    double[][] dense = {{2, 1}, {1, 2}};
    double found = Lanczos.largest(
        v -> new double[]{dense[0][0] * v[0] + dense[0][1] * v[1],
            dense[1][0] * v[0] + dense[1][1] * v[1]},
        2);
    assertEquals(3, found, 1e-12);
  }
}
