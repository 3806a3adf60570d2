package io.lethe.kernels.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  private static final int WIDTH = 9;
  private static final double RIDGE = 0.3;

  /** A sum of fewer outer products than it is wide: without the ridge it has no inverse. */
  private static double[] singular() {
    SplittableRandom random = new SplittableRandom(3);
    double[] matrix = new double[WIDTH * WIDTH];
    for (int k = 0; k < WIDTH - 3; k++) {
      double[] row = random.doubles(WIDTH, -1, 1).toArray();
      for (int r = 0; r < WIDTH; r++) {
        for (int c = 0; c < WIDTH; c++) {
          matrix[r * WIDTH + c] += row[r] * row[c];
        }
      }
    }
    return matrix;
  }

  private static double[] times(double[] matrix, double[] vector) {
    double[] out = new double[WIDTH];
    for (int r = 0; r < WIDTH; r++) {
      for (int c = 0; c < WIDTH; c++) {
        out[r] += (matrix[r * WIDTH + c] + (r == c ? RIDGE : 0)) * vector[c];
      }
    }
    return out;
  }

  @Test
  void solve_givesWhatTheMatrixTakesBackToTheRightHandSide() {
    double[] matrix = singular();
    double[] kept = matrix.clone();
    double[] right = new SplittableRandom(5).doubles(WIDTH).toArray();
    double[] solution = right.clone();
    new Cholesky(matrix, WIDTH, RIDGE).solve(solution);
    assertArrayEquals(right, times(matrix, solution), 1e-12);
    assertArrayEquals(kept, matrix);
  }

  @Test
  void inverse_timesTheMatrix_isOne() {
    double[] inverse = Cholesky.inverse(singular(), WIDTH, RIDGE);
    for (int column = 0; column < WIDTH; column++) {
      double[] of = new double[WIDTH];
      for (int r = 0; r < WIDTH; r++) {
        of[r] = inverse[r * WIDTH + column];
      }
      double[] unit = times(singular(), of);
      for (int r = 0; r < WIDTH; r++) {
        assertEquals(r == column ? 1 : 0, unit[r], 1e-12);
      }
    }
  }
}
