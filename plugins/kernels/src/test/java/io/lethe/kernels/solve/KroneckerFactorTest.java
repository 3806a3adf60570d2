package io.lethe.kernels.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.kernels.Kernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KroneckerFactorTest {

  private static final double WEIGHT = 180;
  private static final long COUNT = 1000;

  private static float[] row(int width) {
    SplittableRandom random = new SplittableRandom(width);
    float[] row = new float[width + 3];
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) random.nextDouble(-1, 1);
    }
    return row;
  }

  /** The block as the SPI describes it: degree * (weight / count) * (factor / count) + ridge I. */
  private static double[] block(double[] factor, int width, double degree, double ridge) {
    double scale = degree * (WEIGHT / COUNT) / COUNT;
    double[] scaled = Arrays.stream(factor).map(x -> scale * x).toArray();
    return Matrices.plusRidge(scaled, width, ridge);
  }

  private static void assertSolves(Kernels kernels, double[] factor, int width) {
    KroneckerFactor kronecker = KroneckerFactor.of(kernels, factor, width, WEIGHT, COUNT);
    float[] in = row(width);
    double[] rhs = new double[width];
    for (int k = 0; k < width; k++) {
      rhs[k] = in[k + 2];
    }
    for (double degree : new double[]{0, 1, 37, 2500}) {
      for (double ridge : new double[]{0.1, 2}) {
        double[] exact = Matrices.solve(block(factor, width, degree, ridge), rhs);
        float[] out = new float[width + 5];
        kronecker.solve(degree, ridge, in, 2, out, 4);
        double scale = Arrays.stream(exact).map(Math::abs).max().orElse(0);
        for (int k = 0; k < width; k++) {
          assertEquals(exact[k], out[k + 4], 1e-5 * Math.max(scale, 1 / ridge));
        }
        assertEquals(0, out[3]);
        assertEquals(0, out[width + 4]);
        float[] inPlace = in.clone();
        kronecker.solve(degree, ridge, inPlace, 2, inPlace, 2);
        assertArrayEquals(
            Arrays.copyOfRange(out, 4, 4 + width), Arrays.copyOfRange(inPlace, 2, 2 + width));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 17, 34, 50, 64, 65})
  void solve_positiveFactor_explicitInverse(int width) {
    double[] factor = Matrices.positive(width, width, 2 * width);
    assertSolves(Kernels.scalar(), factor, width);
    assertSolves(Kernels.fastest(), factor, width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void solve_singularFactor_explicitInverse(int width) {
    assertSolves(Kernels.fastest(), Matrices.positive(width, width, width / 2), width);
    assertSolves(Kernels.fastest(), new double[width * width], width);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 34})
  void solve_frozenCoordinateWithoutGradient_staysZeroAndChangesNothingElse(int width) {
    double[] factor = Matrices.positive(width, width, width);
    int frozen = width - 2;
    for (int k = 0; k < width; k++) {
      factor[frozen * width + k] = 0;
      factor[k * width + frozen] = 0;
    }
    KroneckerFactor kronecker = KroneckerFactor.of(Kernels.fastest(), factor, width, WEIGHT, COUNT);
    float[] in = Arrays.copyOf(row(width), width);
    in[frozen] = 0;
    float[] out = new float[width];
    kronecker.solve(12, 0, in, 0, out, 0);
    assertEquals(0, out[frozen], 1e-4);
    kronecker.solve(12, 0.5, in, 0, out, 0);
    assertEquals(0, out[frozen], 1e-7);
    assertSolves(Kernels.fastest(), factor, width);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void solveTurned_severalRidges_sameAsSolve(int width) {
    double[] factor = Matrices.positive(1, width, width);
    KroneckerFactor kronecker = KroneckerFactor.of(Kernels.fastest(), factor, width, WEIGHT, COUNT);
    float[] in = row(width);
    float[] turned = new float[width];
    kronecker.turn(in, 1, turned, 0);
    for (double ridge : new double[]{0.01, 1, 30}) {
      float[] direct = new float[width];
      float[] again = new float[width];
      kronecker.solve(7, ridge, in, 1, direct, 0);
      kronecker.solveTurned(7, ridge, turned, 0, again, 0);
      assertArrayEquals(direct, again);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0})
  void of_noTerms_ridgeAlone(long count) {
    KroneckerFactor kronecker = KroneckerFactor.of(Kernels.scalar(), new double[4], 2, 0, count);
    float[] out = new float[2];
    kronecker.solve(3, 2, new float[]{4, 6}, 0, out, 0);
    assertArrayEquals(new float[]{2, 3}, out, 1e-6f);
  }
}
