package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
      float[] start = Twins.floats(1, N);
      float[][] gradients = new float[50][];
      AdamArrays arrays = AdamArrays.zeroed(new float[N + 4]);
      System.arraycopy(start, 0, arrays.parameters(), 2, N);
      for (int t = 1; t <= 50; t++) {
        gradients[t - 1] = Twins.floats(t, N);
        float[] padded = new float[N + 7];
        System.arraycopy(gradients[t - 1], 0, padded, 3, N);
        kernels.adamStep(arrays, 2, padded, 3, N, schedule.at(t));
      }
      assertClose(reference(schedule, start, gradients), arrays.parameters(), 2);
      for (int k : new int[]{0, 1, N + 2, N + 3}) {
        assertEquals(0, arrays.parameters()[k]);
        assertEquals(0, arrays.squares()[k]);
      }
    }
  }

  @Test
  void at_laterAndLaterSteps_correctionsVanish() {
    assertEquals(0.1f, plain.at(1).stepSize(), 1e-6);
    assertEquals(0.01f, plain.at(40_000).stepSize(), 1e-9);
    assertEquals(1f, plain.at(Long.MAX_VALUE).rootScale(), 1e-6);
    assertThrows(IllegalArgumentException.class, () -> plain.at(0));
  }

  @Test
  void schedule_outOfRange_refused() {
    assertThrows(IllegalArgumentException.class, () -> AdamSchedule.of(0));
    assertThrows(IllegalArgumentException.class, () -> new AdamSchedule(0.1, 1, 0.999, 1e-8, 0));
  }
}
