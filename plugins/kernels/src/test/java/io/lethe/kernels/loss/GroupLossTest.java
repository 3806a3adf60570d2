package io.lethe.kernels.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slopes and second derivatives against differences, and each loss against its formula. */
class GroupLossTest {

  private static final int SIZE = 4;
  private static final int SCORES = 3 * SIZE;
  private static final double STEP = 1e-5;

  private final SplittableRandom random = new SplittableRandom(5);
  private final double[] scores = random.doubles(SCORES, -4, 4).toArray();
  private final double[] labels = new double[SCORES];

  GroupLossTest() {
    Arrays.setAll(labels, k -> k % SIZE == 0 ? 1 : 0);
  }

  private double[] moved(double[] direction, double step) {
    double[] moved = new double[SCORES];
    Arrays.setAll(moved, k -> scores[k] + step * direction[k]);
    return moved;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k] * right[k];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void slopes_andCurve_areThoseOfDifferences(Loss loss) {
    GroupLoss grouped = new GroupLoss(loss, SIZE);
    for (int k = 0; k < 5; k++) {
      double[] direction = random.doubles(SCORES, -1, 1).toArray();
      double[] ahead = moved(direction, STEP);
      double[] behind = moved(direction, -STEP);
      double slope = (grouped.of(ahead, labels) - grouped.of(behind, labels)) / (2 * STEP);
      assertEquals(slope, dot(grouped.slopes(scores, labels), direction), 1e-7);
      double[] bent = direction.clone();
      grouped.curve(scores, bent);
      double[] slopesAhead = grouped.slopes(ahead, labels);
      double[] slopesBehind = grouped.slopes(behind, labels);
      for (int s = 0; s < SCORES; s++) {
        assertEquals((slopesAhead[s] - slopesBehind[s]) / (2 * STEP), bent[s], 1e-7);
      }
      assertTrue(dot(direction, bent) > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void diagonal_isThatOfCurve(Loss loss) {
    GroupLoss grouped = new GroupLoss(loss, SIZE);
    double[] diagonal = grouped.diagonal(scores);
    for (int s = 0; s < SCORES; s++) {
      double[] unit = new double[SCORES];
      unit[s] = 1;
      grouped.curve(scores, unit);
      assertEquals(unit[s], diagonal[s], 1e-15);
      assertTrue(diagonal[s] > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void whatAllScoresOfAGroupGain_isSeenUnlessTheLossCompares(Loss loss) {
    GroupLoss grouped = new GroupLoss(loss, SIZE);
    double[] higher = scores.clone();
    Arrays.setAll(higher, k -> k < SIZE ? scores[k] + 2 : scores[k]);
    double change = grouped.of(higher, labels) - grouped.of(scores, labels);
    if (loss.compares()) {
      assertEquals(0, change, 1e-12);
    } else {
      assertTrue(Math.abs(change) > 1e-3, () -> loss + " changes by " + change);
    }
  }

  @Test
  void eachLoss_isItsFormula() {
    double[] two = {0.3, -1.1};
    double[] chosen = {1, 0};
    double margin = 1.4;
    double pair = Math.log(1 + Math.exp(-margin));
    assertEquals(pair, new GroupLoss(Loss.PAIRWISE, 2).of(two, chosen), 1e-12);
    assertEquals(pair, new GroupLoss(Loss.LISTWISE, 2).of(two, chosen), 1e-12);
    assertEquals(
        (0.7 * 0.7 + 1.1 * 1.1) / 2, new GroupLoss(Loss.SQUARED, 2).of(two, chosen), 1e-12);
    assertEquals(
        Math.log(1 + Math.exp(-0.3)) + Math.log(1 + Math.exp(-1.1)),
        GroupLoss.LOGISTIC.of(two, chosen), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void scoresFarApart_giveFiniteNumbers(Loss loss) {
    GroupLoss grouped = new GroupLoss(loss, 2);
    double[] far = {-800, 800};
    assertTrue(Double.isFinite(grouped.of(far, new double[]{1, 0})));
    assertTrue(Arrays.stream(grouped.slopes(far, new double[]{1, 0})).allMatch(Double::isFinite));
    assertTrue(Arrays.stream(grouped.diagonal(far)).allMatch(Double::isFinite));
  }

  @Test
  void groups_thatAreNone_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new GroupLoss(Loss.PAIRWISE, 1));
    GroupLoss grouped = new GroupLoss(Loss.LISTWISE, 5);
    assertThrows(IllegalArgumentException.class, () -> grouped.of(scores, labels));
    assertEquals(1, new GroupLoss(Loss.SQUARED, 5).size());
  }
}
