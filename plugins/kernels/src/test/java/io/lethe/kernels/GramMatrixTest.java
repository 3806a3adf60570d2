package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GramMatrixTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 18, 50})
  void weighted_randomRows_naiveSumForAnyThreads(int width) {
    int rows = 900;
    EmbeddingTable table = Twins.table(width, rows, width);
    float[] weights = Twins.floats(2, rows);
    weights[5] = 0;
    double[] naive = new double[width * width];
    float[] row = new float[width];
    for (int r = 0; r < rows; r++) {
      table.copyRow(r, row, 0);
      for (int k = 0; k < naive.length; k++) {
        naive[k] += (double) weights[r] * row[k / width] * row[k % width];
      }
    }
    for (Kernels kernels : Twins.both()) {
      double[] serial = GramMatrix.weighted(kernels, Workers.serial(), table, weights);
      for (int k = 0; k < naive.length; k++) {
        assertEquals(naive[k], serial[k], 1e-3);
        assertEquals(serial[k], serial[k % width * width + k / width]);
      }
      try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
        Workers workers = new Workers(pool, 3);
        assertArrayEquals(serial, GramMatrix.weighted(kernels, workers, table, weights));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 48})
  void gathered_someRowsWithRepeats_naiveSum(int width) {
    EmbeddingTable table = Twins.table(width, 40, width);
    int[] indices = new int[201];
    for (int k = 0; k < indices.length; k++) {
      indices[k] = k * 7 % 40;
    }
    float[] weights = Twins.floats(2, indices.length);
    double[] naive = new double[width * width];
    float[] row = new float[width];
    for (int k = 3; k < 198; k++) {
      table.copyRow(indices[k], row, 0);
      for (int e = 0; e < naive.length; e++) {
        naive[e] += (double) weights[k] * row[e / width] * row[e % width];
      }
    }
    for (Kernels kernels : Twins.both()) {
      double[] sum = GramMatrix.gathered(kernels, table, indices, weights, 3, 198);
      assertArrayEquals(naive, sum, 1e-4);
    }
  }
}
