package io.lethe.kernels.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositiveDefiniteInverseTest {

  private static void nothing() {}

  /** A sum of outer products of few-sided rows and a ridge, as a recommender's item matrix is. */
  private static double[] positiveDefinite(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] matrix = new double[n * n];
    for (int k = 0; k < n; k++) {
      matrix[k * n + k] = 0.5;
    }
    for (int sum = 0; sum < 2 * n; sum++) {
      int[] at = random.ints(Math.min(n, 5), 0, n).toArray();
      for (int r : at) {
        for (int c : at) {
          matrix[r * n + c] += 1;
        }
      }
    }
    return matrix;
  }

  private static double[] inverse(Kernels kernels, Workers workers, double[] matrix, int n) {
    double[] inverse = matrix.clone();
    new PositiveDefiniteInverse(kernels, workers)
        .invert(inverse, n, PositiveDefiniteInverseTest::nothing);
    return inverse;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 23, 24, 25, 28, 96, 119, 120, 121, 143, 145, 240, 301})
  void invert_sizesAroundEveryBlock_productWithTheMatrixIsTheIdentity(int n) {
    double[] matrix = positiveDefinite(n);
    double[] inverse = inverse(Kernels.fastest(), Workers.serial(), matrix, n);
    double largest = 0;
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        double sum = r == c ? -1 : 0;
        for (int k = 0; k < n; k++) {
          sum += matrix[r * n + k] * inverse[k * n + c];
        }
        largest = Math.max(largest, Math.abs(sum));
        assertEquals(inverse[r * n + c], inverse[c * n + r]);
      }
    }
    assertTrue(largest < 1e-11, n + ": " + largest);
  }

  @Test
  void invert_diagonalAndTwoByTwo_closedForm() {
    double[] two = {2, Double.NaN, 1, 3};
    assertArrayEquals(
        new double[]{0.6, -0.2, -0.2, 0.4}, inverse(Kernels.scalar(), Workers.serial(), two, 2),
        1e-15);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 130, 250})
  void invert_twinsAndThreads_sameBits(int n) {
    double[] matrix = positiveDefinite(n);
    double[] serial = inverse(Kernels.scalar(), Workers.serial(), matrix, n);
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      Workers workers = new Workers(pool, 3);
      assertArrayEquals(serial, inverse(Kernels.scalar(), workers, matrix, n));
      assertArrayEquals(serial, inverse(Kernels.fastest(), workers, matrix, n));
    }
  }

  @Test
  void invert_notPositiveDefinite_saysWhichPivot() {
    double[] matrix = positiveDefinite(130);
    matrix[125 * 130 + 125] = -1;
    ArithmeticException refused = assertThrows(
        ArithmeticException.class, () -> inverse(Kernels.fastest(), Workers.serial(), matrix, 130));
    assertTrue(String.valueOf(refused.getMessage()).contains("pivot 125"), refused.getMessage());
    double[] nan = positiveDefinite(5);
    nan[5] = Double.NaN;
    assertThrows(
        ArithmeticException.class, () -> inverse(Kernels.fastest(), Workers.serial(), nan, 5));
  }

  @Test
  void invert_callerStopsIt_endsBeforeTheNextBlock() {
    AtomicInteger calls = new AtomicInteger();
    PositiveDefiniteInverse inverse = new PositiveDefiniteInverse(
        Kernels.fastest(), Workers.serial());
    assertThrows(
        IllegalStateException.class, () -> inverse.invert(positiveDefinite(250), 250, () -> {
          if (calls.incrementAndGet() == 2) {
            throw new IllegalStateException("stop");
          }
        }));
    assertEquals(2, calls.get());
  }

  @Test
  void invert_wrongShape_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> inverse(Kernels.fastest(), Workers.serial(), new double[3], 2));
  }
}
