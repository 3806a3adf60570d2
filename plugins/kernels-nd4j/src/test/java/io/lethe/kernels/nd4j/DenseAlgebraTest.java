package io.lethe.kernels.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.ConjugateGradient;
import io.lethe.kernels.solve.ConjugateGradientResult.Converged;
import io.lethe.kernels.solve.ConjugateGradientResult.NegativeCurvature;
import io.lethe.kernels.solve.KroneckerFactor;
import io.lethe.kernels.solve.LinearOperator;
import io.lethe.kernels.solve.SymmetricEigen;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ND4J as the oracle: what the solvers compute, checked by native dense algebra. */
class DenseAlgebraTest {

  private final DenseAlgebra algebra = new DenseAlgebra(1);

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, k -> floats[k]);
    return doubles;
  }

  private static double[] symmetric(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] matrix = new double[n * n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c <= r; c++) {
        matrix[r * n + c] = random.nextDouble(-1, 1);
        matrix[c * n + r] = matrix[r * n + c];
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void conjugateGradient_gaussNewtonWithRidge_denseSolve(long seed) {
    LinearOperator operator = new SmallProblem(seed).gaussNewton(0.3);
    float[] rhs = SmallProblem.floats(new SplittableRandom(seed), operator.length());
    float[] solution = new float[rhs.length];
    var result = new ConjugateGradient(1e-6, 500).solve(operator, rhs, solution);
    assertInstanceOf(Converged.class, result);
    double[] exact = algebra.solve(SmallProblem.dense(operator), doubles(rhs));
    assertArrayEquals(exact, doubles(solution), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void conjugateGradient_exactHessian_negativeCurvatureExactlyWhereEigenvaluesAreNegative(
      long seed) {
    LinearOperator bare = new SmallProblem(seed).hessian(0);
    double lowest = algebra.eigen(SmallProblem.dense(bare), bare.length()).values()[0];
    assertTrue(lowest < -1e-3, "off the optimum the Hessian is indefinite");
    float[] rhs = SmallProblem.floats(new SplittableRandom(seed), bare.length());
    float[] solution = new float[rhs.length];
    ConjugateGradient cg = new ConjugateGradient(1e-6, 500);
    var negative = assertInstanceOf(NegativeCurvature.class, cg.solve(bare, rhs, solution));
    assertTrue(negative.curvature() >= lowest - 1e-4);
    LinearOperator lifted = new SmallProblem(seed).hessian(0.2 - lowest);
    assertInstanceOf(Converged.class, cg.solve(lifted, rhs, solution));
    double[] exact = algebra.solve(SmallProblem.dense(lifted), doubles(rhs));
    assertArrayEquals(exact, doubles(solution), 1e-3);
  }

  @Test
  void gaussNewton_anyPairs_positiveSemiDefinite() {
    LinearOperator operator = new SmallProblem(4).gaussNewton(0);
    double[] values = algebra.eigen(SmallProblem.dense(operator), operator.length()).values();
    assertTrue(values[0] > -1e-5, "lowest eigenvalue " + values[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 33, 64, 100})
  void symmetricEigen_randomMatrix_sameAsLapack(int n) {
    double[] matrix = symmetric(n);
    SymmetricEigen ours = SymmetricEigen.of(matrix, n);
    SymmetricEigen native64 = algebra.eigen(matrix, n);
    assertArrayEquals(native64.values(), ours.values(), 1e-12 * n);
    for (int k = 0; k < n; k++) {
      double inner = 0;
      for (int c = 0; c < n; c++) {
        inner += ours.vectors()[k * n + c] * native64.vectors()[k * n + c];
      }
      assertEquals(1, Math.abs(inner), 1e-8, "vector " + k);
    }
  }

  @Test
  void kroneckerFactor_denseBlock_denseSolve() {
    int n = 20;
    SmallProblem problem = new SmallProblem(5);
    double[] factor = SmallProblem.dense(problem.gaussNewton(0));
    int whole = problem.gaussNewton(0).length();
    double[] corner = new double[n * n];
    double[] block = new double[n * n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        corner[r * n + c] = (factor[r * whole + c] + factor[c * whole + r]) / 2;
        block[r * n + c] = 13 * 50.0 / 200 / 200 * corner[r * n + c] + (r == c ? 0.7 : 0);
      }
    }
    float[] rhs = SmallProblem.floats(new SplittableRandom(6), n);
    float[] solution = new float[n];
    KroneckerFactor.of(Kernels.fastest(), corner, n, 50, 200).solve(13, 0.7, rhs, 0, solution, 0);
    assertArrayEquals(algebra.solve(block, doubles(rhs)), doubles(solution), 1e-5);
  }

  @Test
  void cholesky_positiveDefinite_lowerTriangleThatMultipliesBack() {
    double[] matrix = {4, 2, -2, 2, 10, 4, -2, 4, 9};
    double[] expected = {2, 0, 0, 1, 3, 0, -1, 5 / 3.0, Math.sqrt(9 - 1 - 25 / 9.0)};
    assertArrayEquals(expected, algebra.cholesky(matrix, 3), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64, 255, 256, 257, 520, 700})
  void invertPositiveDefinite_sizesAroundEveryBlock_productWithTheMatrixIsTheIdentity(int n) {
    double[] matrix = symmetric(n);
    for (int k = 0; k < n; k++) {
      matrix[k * n + k] += 2 * n;
    }
    double[] inverse = matrix.clone();
    algebra.invertPositiveDefinite(inverse, n, Workers.serial(), DenseAlgebraTest::nothing);
    double largest = 0;
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        double sum = r == c ? -1 : 0;
        for (int k = 0; k < n; k++) {
          sum += matrix[r * n + k] * inverse[k * n + c];
        }
        largest = Math.max(largest, Math.abs(sum));
      }
    }
    assertTrue(largest < 1e-12, n + ": " + largest);
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      double[] together = matrix.clone();
      algebra.invertPositiveDefinite(together, n, new Workers(pool, 3), DenseAlgebraTest::nothing);
      assertArrayEquals(inverse, together);
    }
  }

  private static void nothing() {}

  @Test
  void invertPositiveDefinite_otherwise_refused() {
    double[] matrix = {1, 2, 2, 1};
    assertThrows(
        ArithmeticException.class, () -> algebra
            .invertPositiveDefinite(matrix, 2, Workers.serial(), DenseAlgebraTest::nothing));
    assertArrayEquals(new double[]{1, 2, 2, 1}, matrix);
  }

  @Test
  void denseAlgebra_threadsAndShapes_boundedAndChecked() {
    assertEquals(1, algebra.threads());
    assertThrows(IllegalArgumentException.class, () -> new DenseAlgebra(0));
    assertThrows(IllegalArgumentException.class, () -> algebra.eigen(new double[3], 2));
    assertThrows(IllegalArgumentException.class, () -> algebra.solve(new double[3], new double[2]));
  }
}
