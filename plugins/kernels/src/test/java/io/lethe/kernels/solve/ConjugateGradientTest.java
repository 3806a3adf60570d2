package io.lethe.kernels.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.solve.ConjugateGradientResult.BrokenDown;
import io.lethe.kernels.solve.ConjugateGradientResult.Converged;
import io.lethe.kernels.solve.ConjugateGradientResult.LimitReached;
import io.lethe.kernels.solve.ConjugateGradientResult.NegativeCurvature;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConjugateGradientTest {

  private static final int N = 37;

  private final double[] matrix = Matrices.plusRidge(Matrices.positive(3, N, 20), N, 0.5);
  private final float[] rhs = vector(4);
  private final float[] solution = new float[N];

  private static float[] vector(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] vector = new float[N];
    for (int k = 0; k < N; k++) {
      vector[k] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int k = 0; k < floats.length; k++) {
      doubles[k] = floats[k];
    }
    return doubles;
  }

  private static LinearOperator diagonal(double[] matrix, double power) {
    double[] diagonal = new double[N * N];
    for (int k = 0; k < N; k++) {
      diagonal[k * N + k] = Math.pow(matrix[k * N + k], power);
    }
    return Matrices.operator(diagonal, N);
  }

  private void assertSolved(double[] system, double tolerance) {
    double[] exact = Matrices.solve(system, doubles(rhs));
    assertArrayEquals(exact, doubles(solution), tolerance);
  }

  @Test
  void solve_positiveDefinite_denseSolution() {
    var result = new ConjugateGradient(1e-6, 200)
        .solve(Matrices.operator(matrix, N), rhs, solution);
    var converged = assertInstanceOf(Converged.class, result);
    assertTrue(converged.relativeResidual() <= 1e-6);
    assertTrue(converged.iterations() <= 2 * N);
    assertSolved(matrix, 1e-4);
  }

  @Test
  void solve_badlyScaledWithDiagonalPreconditioner_fewerIterations() {
    double[] scaled = matrix.clone();
    for (int r = 0; r < N; r++) {
      for (int c = 0; c < N; c++) {
        scaled[r * N + c] *= Math.pow(10, (r + c) / (double) N);
      }
    }
    LinearOperator operator = Matrices.operator(scaled, N);
    ConjugateGradient cg = new ConjugateGradient(1e-5, 1000);
    int plain = cg.solve(operator, rhs, solution).iterations();
    var result = cg.solve(operator, diagonal(scaled, -1), rhs, solution);
    assertInstanceOf(Converged.class, result);
    assertTrue(result.iterations() < plain, result.iterations() + " of " + plain);
    assertSolved(scaled, 1e-3);
  }

  @Test
  void solve_exactPreconditioner_oneIteration() {
    double[] diagonal = new double[N * N];
    for (int k = 0; k < N; k++) {
      diagonal[k * N + k] = k + 1;
    }
    var result = new ConjugateGradient(1e-5, 10)
        .solve(Matrices.operator(diagonal, N), diagonal(diagonal, -1), rhs, solution);
    assertEquals(1, assertInstanceOf(Converged.class, result).iterations());
  }

  @Test
  void solve_boundTooLow_limitReachedWithTrueResidual() {
    var result = new ConjugateGradient(1e-6, 4).solve(Matrices.operator(matrix, N), rhs, solution);
    var limited = assertInstanceOf(LimitReached.class, result);
    assertEquals(4, limited.iterations());
    double[] product = Matrices.times(matrix, doubles(solution));
    double squares = 0;
    double whole = 0;
    for (int k = 0; k < N; k++) {
      squares += (rhs[k] - product[k]) * (rhs[k] - product[k]);
      whole += (double) rhs[k] * rhs[k];
    }
    assertEquals(Math.sqrt(squares / whole), limited.relativeResidual(), 1e-5);
  }

  @Test
  void solve_oneNegativeEigenvalue_negativeCurvatureReported() {
    double[] indefinite = Matrices.plusRidge(matrix, N, 0);
    indefinite[5 * N + 5] -= 40;
    var result = new ConjugateGradient(1e-6, 200)
        .solve(Matrices.operator(indefinite, N), rhs, solution);
    var negative = assertInstanceOf(NegativeCurvature.class, result);
    assertTrue(negative.curvature() < 0);
    double lowest = SymmetricEigen.of(indefinite, N).values()[0];
    assertTrue(negative.curvature() >= lowest - 1e-3, negative.curvature() + " below " + lowest);
  }

  @Test
  void solve_negativeDefinite_zeroSolution() {
    double[] negative = new double[N * N];
    for (int k = 0; k < N; k++) {
      negative[k * N + k] = -2;
    }
    solution[3] = 7;
    var result = new ConjugateGradient(1e-6, 200)
        .solve(Matrices.operator(negative, N), rhs, solution);
    assertEquals(new NegativeCurvature(1, 1, -2), result);
    assertArrayEquals(new float[N], solution);
  }

  @Test
  void solve_zeroRightHandSide_zeroAtOnce() {
    solution[3] = 7;
    var result = new ConjugateGradient(1e-6, 9)
        .solve(Matrices.operator(matrix, N), new float[N], solution);
    assertEquals(new Converged(0, 0), result);
    assertArrayEquals(new float[N], solution);
  }

  @Test
  void solve_numbersNotFiniteOrPreconditionerNotPositive_brokenDown() {
    ConjugateGradient cg = new ConjugateGradient(1e-6, 9);
    LinearOperator operator = Matrices.operator(matrix, N);
    LinearOperator negative = Matrices.operator(Matrices.plusRidge(new double[N * N], N, -1), N);
    assertInstanceOf(BrokenDown.class, cg.solve(operator, negative, rhs, solution));
    double[] holes = matrix.clone();
    holes[0] = Double.NaN;
    assertInstanceOf(BrokenDown.class, cg.solve(Matrices.operator(holes, N), rhs, solution));
    assertArrayEquals(new float[N], solution);
    rhs[4] = Float.POSITIVE_INFINITY;
    assertInstanceOf(BrokenDown.class, cg.solve(operator, rhs, solution));
  }

  @Test
  void solve_lengthsThatDoNotFit_refused() {
    ConjugateGradient cg = new ConjugateGradient(1e-6, 9);
    LinearOperator operator = Matrices.operator(matrix, N);
    assertThrows(
        IllegalArgumentException.class, () -> cg.solve(operator, new float[N - 1], solution));
    assertThrows(IllegalArgumentException.class, () -> new ConjugateGradient(0, 9));
    assertThrows(IllegalArgumentException.class, () -> new ConjugateGradient(1e-3, 0));
  }
}
