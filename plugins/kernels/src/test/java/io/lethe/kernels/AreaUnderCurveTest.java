package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AreaUnderCurveTest {

  private static double naive(float[] scores, float[] labels) {
    double wins = 0;
    double pairs = 0;
    for (int p = 0; p < scores.length; p++) {
      for (int n = 0; n < scores.length; n++) {
        if (labels[p] > 0.5f && labels[n] <= 0.5f) {
          pairs++;
          wins += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
        }
      }
    }
    return wins / pairs;
  }

  @Test
  void of_randomScoresWithTies_allPairsCompared() {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] scores = new float[200];
      float[] labels = new float[200];
      for (int k = 0; k < 200; k++) {
        labels[k] = random.nextInt(2);
        scores[k] = (random.nextInt(-20, 20) + 3 * labels[k]) / 4;
      }
      assertEquals(naive(scores, labels), AreaUnderCurve.of(scores, labels), 1e-12);
    }
  }

  @Test
  void of_manyScoresOfAllSizes_allPairsCompared() {
    SplittableRandom random = new SplittableRandom(5);
    float[] scores = new float[3000];
    float[] labels = new float[3000];
    for (int k = 0; k < scores.length; k++) {
      labels[k] = random.nextInt(2);
      scores[k] = Float.intBitsToFloat(random.nextInt());
      scores[k] = Float.isNaN(scores[k]) ? k % 5 : scores[k];
    }
    scores[17] = Float.NEGATIVE_INFINITY;
    scores[18] = Float.POSITIVE_INFINITY;
    assertEquals(naive(scores, labels), AreaUnderCurve.of(scores, labels), 1e-12);
  }

  @Test
  void of_zerosOfBothSignsAndInfinities_orderedAsFloats() {
    float[] scores = {-0f, 0f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -1e-40f, 1e-40f};
    float[] labels = {1, 0, 0, 1, 1, 0};
    assertEquals(naive(scores, labels), AreaUnderCurve.of(scores, labels), 1e-15);
  }

  @Test
  void of_oneSideEmptyOrNan_nan() {
    assertTrue(Double.isNaN(AreaUnderCurve.of(new float[]{1, 2}, new float[]{1, 1})));
    assertTrue(Double.isNaN(AreaUnderCurve.of(new float[]{1, 2}, new float[]{0, 0})));
    assertTrue(Double.isNaN(AreaUnderCurve.of(new float[0], new float[0])));
    assertTrue(Double.isNaN(AreaUnderCurve.of(new float[]{1, Float.NaN}, new float[]{0, 1})));
    assertThrows(
        IllegalArgumentException.class, () -> AreaUnderCurve.of(new float[2], new float[1]));
  }
}
