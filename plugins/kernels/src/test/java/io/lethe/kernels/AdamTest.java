package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamTest {

  private static final int N = 53;

  private final AdamSchedule plain = AdamSchedule.of(0.01);
  private final AdamSchedule decaying = new AdamSchedule(0.01, 0.9, 0.999, 1e-8, 0.02);

  static List<Kernels> kernels() {
    return Twins.both();
  }

  /** Algorithm 1 of the paper in double precision, weight decay as in PyTorch. */
  private static double[] reference(AdamSchedule schedule, float[] start, float[][] gradients) {
    double[] w = new double[start.length];
    double[] m = new double[start.length];
    double[] v = new double[start.length];
    for (int k = 0; k < w.length; k++) {
      w[k] = start[k];
      for (int t = 1; t <= gradients.length; t++) {
        double g = gradients[t - 1][k] + schedule.weightDecay() * w[k];
        m[k] = schedule.meanDecay() * m[k] + (1 - schedule.meanDecay()) * g;
        v[k] = schedule.squareDecay() * v[k] + (1 - schedule.squareDecay()) * g * g;
        double mean = m[k] / (1 - Math.pow(schedule.meanDecay(), t));
        double square = v[k] / (1 - Math.pow(schedule.squareDecay(), t));
        w[k] -= schedule.learningRate() * mean / (Math.sqrt(square) + schedule.epsilon());
      }
    }
    return w;
  }

  private static void assertClose(double[] expected, float[] actual, int offset) {
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], actual[offset + k], 2e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void adamStep_fiftySteps_paperInDoublePrecision(Kernels kernels) {
    for (AdamSchedule schedule : List.of(plain, decaying)) {
      AdamSteps steps = new AdamSteps(schedule, 50);
      float[] start = Twins.floats(1, N);
      float[][] gradients = new float[50][];
      AdamArrays arrays = AdamArrays.zeroed(new float[N + 4]);
      System.arraycopy(start, 0, arrays.parameters(), 2, N);
      for (int t = 1; t <= 50; t++) {
        gradients[t - 1] = Twins.floats(t, N);
        float[] padded = new float[N + 7];
        System.arraycopy(gradients[t - 1], 0, padded, 3, N);
        kernels.adamStep(arrays, 2, padded, 3, N, steps.at(t));
      }
      assertClose(reference(schedule, start, gradients), arrays.parameters(), 2);
      for (int k : new int[]{0, 1, N + 2, N + 3}) {
        assertEquals(0, arrays.parameters()[k]);
        assertEquals(0, arrays.squares()[k]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void adamIdleSteps_anyGap_denseAdamWithZeroGradients(Kernels kernels) {
    for (AdamSchedule schedule : List.of(plain, decaying)) {
      for (int gap : new int[]{0, 1, 2, 17, 196, 197, 500}) {
        float[][] gradients = new float[3 + gap + 1][N];
        for (int t : new int[]{0, 1, 2, 3 + gap}) {
          gradients[t] = Twins.floats(t + 1, N);
        }
        AdamSteps steps = new AdamSteps(schedule, gradients.length);
        float[] start = Twins.floats(1, N);
        AdamArrays arrays = AdamArrays.zeroed(start.clone());
        for (int t = 1; t <= 3; t++) {
          kernels.adamStep(arrays, 0, gradients[t - 1], 0, N, steps.at(t));
        }
        kernels.adamIdleSteps(arrays, 0, N, steps, 4, 3 + gap);
        kernels.adamStep(arrays, 0, gradients[3 + gap], 0, N, steps.at(4 + gap));
        assertClose(reference(schedule, start, gradients), arrays.parameters(), 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void adamIdleSteps_neverTouched_nothingMoves(Kernels kernels) {
    float[] start = Twins.floats(1, N);
    AdamArrays arrays = AdamArrays.zeroed(start.clone());
    kernels.adamIdleSteps(arrays, 0, N, new AdamSteps(plain, 100), 1, 90);
    assertArrayEquals(start, arrays.parameters());
  }

  @Test
  void steps_farBeyondTheCorrections_constantCoefficients() {
    AdamSteps steps = new AdamSteps(plain, Integer.MAX_VALUE);
    assertEquals(0.01f, steps.stepSize(40_000), 1e-9);
    assertEquals(1f, steps.rootScale(Long.MAX_VALUE), 1e-6);
    assertEquals(0.1f, steps.stepSize(1), 1e-6);
    assertTrue(steps.restingSteps() > 150 && steps.restingSteps() < 250);
    AdamSchedule growing = new AdamSchedule(0.01, 0.99, 0.9, 1e-8, 0);
    assertEquals(Long.MAX_VALUE, new AdamSteps(growing, 5).restingSteps());
    assertThrows(IllegalArgumentException.class, () -> steps.at(0));
  }

  @Test
  void schedule_outOfRange_refused() {
    assertThrows(IllegalArgumentException.class, () -> AdamSchedule.of(0));
    assertThrows(IllegalArgumentException.class, () -> new AdamSchedule(0.1, 1, 0.999, 1e-8, 0));
    assertThrows(IllegalArgumentException.class, () -> new AdamSteps(plain, 0));
  }
}
