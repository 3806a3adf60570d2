package io.lethe.evaluation.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipInferenceTest {

  private static final double[] MEMBERS = {0.1, 0.4, 0.6};
  private static final double[] OTHERS = {0.9, 0.3, 0.5, 0.7};

  @Test
  void of_knownLosses_countsPairsInOrder() {
    // .1 is below all four others, .4 below three, .6 below two.
    assertEquals(9.0 / 12, MembershipInference.of(MEMBERS, OTHERS).auc(), 1e-12);
  }

  @Test
  void of_knownLosses_hasTheIntervalOfHanleyAndMcNeil() {
    // Q1 = .75 / 1.25, Q2 = 2 * .5625 / 1.75.
    double variance = 0.75 * 0.25 + 2 * (0.6 - 0.5625) + 3 * (1.125 / 1.75 - 0.5625);
    double error = Math.sqrt(variance / 12);
    MembershipInference found = MembershipInference.of(MEMBERS, OTHERS);
    assertEquals(error, MembershipInference.standardError(0.75, 3, 4), 1e-12);
    assertEquals(0.75 - 1.959964 * error, found.low(), 1e-12);
    assertEquals(1, found.high());
  }

  @Test
  void of_knownLosses_findsWhatLiesBelowAllOthers() {
    MembershipInference found = MembershipInference.of(MEMBERS, OTHERS);
    assertEquals(1.0 / 3, found.truePositivesAt1(), 1e-12);
    int half = MembershipInference.FALSE_POSITIVES.indexOf(0.5);
    assertEquals(1, found.roc().get(half), 1e-12);
    assertEquals(1, found.roc().getLast());
  }

  @Test
  void of_halfAMistakeAllowed_goesAlongTheStraightLine() {
    // Thresholds at .2 and .4 of others give .5 and 1 of the members; .3 lies between.
    MembershipInference found = MembershipInference
        .of(new double[]{1, 3}, new double[]{2, 3, 4, 5, 6});
    int place = MembershipInference.FALSE_POSITIVES.indexOf(0.3);
    assertEquals(0.75, found.roc().get(place), 1e-12);
  }

  @Test
  void of_equalLosses_isGuessing() {
    MembershipInference found = MembershipInference.of(new double[5], new double[7]);
    assertEquals(0.5, found.auc(), 1e-12);
    assertEquals(0.01, found.truePositivesAt1(), 1e-12);
    for (int k = 0; k < found.roc().size(); k++) {
      assertEquals(MembershipInference.FALSE_POSITIVES.get(k), found.roc().get(k), 1e-12);
    }
  }

  @Test
  void of_nobody_isNotANumber() {
    MembershipInference found = MembershipInference.of(new double[0], OTHERS);
    assertTrue(Double.isNaN(found.auc()));
    assertEquals(List.of(), found.roc());
  }
}
