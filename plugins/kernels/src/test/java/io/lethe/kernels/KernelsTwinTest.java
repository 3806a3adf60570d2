package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTwinTest {

  private final Kernels scalar = Kernels.scalar();
  private final Kernels vector = Twins.vector();

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void dot_awkwardSize_twinsAgree(int n) {
    float[] left = Twins.floats(n, n + 5);
    float[] right = Twins.floats(n + 1, n + 5);
    assertEquals(scalar.dot(left, 2, right, 3, n), vector.dot(left, 2, right, 3, n), tolerance(n));
    assertEquals(scalar.sumOfSquares(left, 3, n), vector.sumOfSquares(left, 3, n), tolerance(n));
  }

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void addScaledAndScale_awkwardSize_sameBitsAndNothingBeyond(int n) {
    float[] x = Twins.floats(n, n + 5);
    float[] y = Twins.floats(n + 1, n + 5);
    float[] other = y.clone();
    scalar.addScaled(0.3f, x, 1, y, 2, n);
    scalar.scale(1.7f, y, 3, n);
    vector.addScaled(0.3f, x, 1, other, 2, n);
    vector.scale(1.7f, other, 3, n);
    assertArrayEquals(y, other);
  }

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void dots_awkwardWidth_twinsAgree(int width) {
    float[] rows = Twins.floats(width, 7 * width + 3);
    float[] query = Twins.floats(9, width + 4);
    float[] out = Twins.floats(1, 9);
    float[] other = out.clone();
    scalar.dots(query, 4, width, rows, 3, 7, out, 1);
    vector.dots(query, 4, width, rows, 3, 7, other, 1);
    assertArrayEquals(out, other, tolerance(width));
  }

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void gatherDots_awkwardWidth_twinsAgree(int width) {
    EmbeddingTable table = Twins.table(width, 300, width);
    int[] indices = Twins.ints(width, 40, 300);
    float[] query = Twins.floats(9, width + 4);
    float[] out = Twins.floats(1, 40);
    float[] other = out.clone();
    scalar.gatherDots(table, indices, 3, 38, query, 4, out);
    vector.gatherDots(table, indices, 3, 38, query, 4, other);
    assertArrayEquals(out, other, tolerance(width));
  }

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void gatherSum_awkwardWidthSeveralBlocks_twinsAgreeAndNothingBeyond(int width) {
    int count = 2 * Kernels.SUM_BLOCK_ROWS + 7;
    EmbeddingTable table = Twins.table(width, 300, width);
    int[] indices = Twins.ints(width, count, 300);
    float[] weights = Twins.floats(9, count);
    float[] out = Twins.floats(1, width + 5);
    float[] other = out.clone();
    scalar.gatherSum(table, indices, weights, 1, count - 1, out, 2);
    vector.gatherSum(table, indices, weights, 1, count - 1, other, 2);
    assertArrayEquals(out, other, tolerance(count));
    assertEquals(Twins.floats(1, width + 5)[1], other[1]);
    assertEquals(Twins.floats(1, width + 5)[width + 2], other[width + 2]);
  }

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void logistic_awkwardSize_twinsAgree(int n) {
    float[] logits = Twins.floats(n, n + 3);
    scalar.scale(12, logits, 0, n + 3);
    float[] labels = Twins.floats(n + 1, n + 3);
    for (int k = 0; k < labels.length; k++) {
      labels[k] = labels[k] > 0 ? 1 : labels[k] > -.9f ? 0 : .25f;
    }
    float[] out = new float[n + 3];
    float[] other = new float[n + 3];
    scalar.logisticResidual(logits, labels, out, 1, n + 1);
    vector.logisticResidual(logits, labels, other, 1, n + 1);
    assertArrayEquals(out, other, 3e-7f);
    scalar.logisticCurvature(logits, out, 1, n + 1);
    vector.logisticCurvature(logits, other, 1, n + 1);
    assertArrayEquals(out, other, 3e-7f);
    assertEquals(
        scalar.logisticLoss(logits, labels, 1, n + 1),
        vector.logisticLoss(logits, labels, 1, n + 1), n * 2e-6);
  }

  @Test
  void logisticResidual_extremeLogits_finiteAndRelativelyExact() {
    float[] logits = {-1000, -100, -80, -30, -1e-6f, 0, 1e-6f, 30, 80, 100, 1000, 5, -5, 17, 3, 2,
        1};
    float[] labels = {0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 0};
    float[] out = new float[logits.length];
    for (Kernels kernels : Twins.both()) {
      kernels.logisticResidual(logits, labels, out, 0, logits.length);
      for (int k = 0; k < logits.length; k++) {
        double sign = labels[k] > 0 ? -1 : 1;
        double exact = sign / (1 + Math.exp(-sign * logits[k]));
        assertEquals(exact, out[k], 1e-6 * Math.abs(exact) + 1e-37, kernels.name() + logits[k]);
      }
    }
  }

  private static float tolerance(int terms) {
    return (float) (Twins.TOLERANCE * terms);
  }
}
