package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HelpTrialTest {

  private static HelpTrial after(int epochs, double secondsWith, double secondsWithout) {
    HelpTrial trial = new HelpTrial();
    for (int epoch = 0; epoch < epochs; epoch++) {
      trial.took(epoch, trial.helped(epoch) ? secondsWith : secondsWithout);
    }
    return trial;
  }

  @Test
  void helped_atFirst_true() {
    assertTrue(new HelpTrial().helped(0));
  }

  @Test
  void helped_helpersFaster_true() {
    assertTrue(after(4, 1, 2).helped(4));
  }

  @Test
  void helped_helpersSlower_falseButTriedAgain() {
    HelpTrial trial = after(4, 3, 2);
    assertFalse(trial.helped(4));
    assertTrue(trial.helped(10));
    trial.took(10, 1);
    assertFalse(trial.helped(11));
    assertTrue(trial.helped(12));
  }
}
