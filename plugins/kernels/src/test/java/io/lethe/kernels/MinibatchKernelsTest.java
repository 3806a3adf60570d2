package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinibatchKernelsTest {

  private static final float TOLERANCE = 1e-5f;

  /** Rows 0, 2 and 3 of four, with 1, 4 and 2 pairs. */
  private static final RowGroups GROUPS = new RowGroups(
      new int[]{0, 2, 3}, new int[]{0, 1, 5, 7}, new int[]{4, 0, 1, 2, 3, 4, 0},
      new int[]{0, 3, 40}, new float[]{1, 0.5f, 0.25f});

  private final MinibatchKernels scalar = Kernels.scalar().minibatch();
  private final MinibatchKernels fastest = Kernels.fastest().minibatch();

  private static float[] random(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  private static DenseRows rows(int seed, int count, int width) {
    return new DenseRows(random(seed, count * width), width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 15, 16, 17, 31, 32, 33, 48, 50, 64, 130})
  void scoresAndSums_anyWidth_agreeWithTheReference(int width) {
    DenseRows own = rows(1, 4, width);
    DenseRows others = rows(2, 5, width);
    float[] expected = new float[7];
    float[] actual = new float[7];
    scalar.scores(GROUPS, 0, 3, own, others, expected);
    fastest.scores(GROUPS, 0, 2, own, others, actual);
    fastest.scores(GROUPS, 2, 3, own, others, actual);
    assertArrayEquals(expected, actual, TOLERANCE * width);
    float[] expectedSums = random(3, 3 * width);
    float[] actualSums = random(4, 3 * width);
    scalar.sums(GROUPS, 0, 3, others, expected, expectedSums, 0);
    fastest.sums(GROUPS, 0, 1, others, expected, actualSums, 0);
    fastest.sums(GROUPS, 1, 3, others, expected, actualSums, 0);
    assertArrayEquals(expectedSums, actualSums, TOLERANCE * width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 17, 48, 50})
  void adam_anyWidth_agreesWithTheReference(int width) {
    AdamSchedule adam = AdamSchedule.of(0.01);
    AdamCatchUp step = AdamCatchUp.upTo(40, adam);
    AdamArrays expected = AdamArrays.zeroed(random(1, 4 * width));
    AdamArrays actual = AdamArrays.zeroed(random(1, 4 * width));
    for (int t = 1; t < 200; t += 41) {
      float[] gradients = random(t, 3 * width);
      step.prepare(adam, t, 40, false);
      scalar.adamRows(expected, width, GROUPS, 0, 3, gradients, 0, 0.1f, step);
      fastest.adamRows(actual, width, GROUPS, 0, 3, gradients, 0, 0.1f, step);
      int[] idles = {40, 40, 37, 0};
      step.prepare(adam, t, 40, true);
      scalar.adamIdleRows(expected, width, idles, 0, 4, step);
      fastest.adamIdleRows(actual, width, idles, 0, 4, step);
    }
    assertArrayEquals(expected.parameters(), actual.parameters(), TOLERANCE);
    assertArrayEquals(expected.means(), actual.means(), TOLERANCE);
    assertArrayEquals(expected.squares(), actual.squares(), TOLERANCE);
    assertNotEquals(random(1, 4 * width)[0], actual.parameters()[0]);
  }

  @Test
  void adamRows_withIdleSteps_endsWhereStepByStepAdamEnds() {
    AdamSchedule adam = AdamSchedule.of(0.01);
    AdamCatchUp catchUp = AdamCatchUp.upTo(500, adam);
    int width = 9;
    AdamArrays together = AdamArrays.zeroed(random(1, width));
    AdamArrays apart = AdamArrays.zeroed(random(1, width));
    long step = 1;
    for (int idle : new int[]{0, 1, 5, 2, 30, 0, 300, 3, 500, 17}) {
      float[] gradient = random((int) step, width);
      RowGroups row = new RowGroups(
          new int[]{0}, new int[]{0, 0}, new int[0], new int[]{idle}, new float[]{0});
      catchUp.prepare(adam, step, idle, false);
      fastest.adamRows(together, width, row, 0, 1, gradient, 0, 0, catchUp);
      Kernels.scalar().adamStep(apart, 0, gradient, 0, width, adam.at(step));
      for (int k = 1; k <= idle; k++) {
        Kernels.scalar().adamStep(apart, 0, new float[width], 0, width, adam.at(step + k));
      }
      step += idle + 1;
      assertArrayEquals(apart.parameters(), together.parameters(), 2e-6f);
    }
    IntStream.range(0, width)
        .forEach(
            c -> assertEquals(
                apart.squares()[c], together.squares()[c], 5e-5f * apart.squares()[c]));
  }
}
