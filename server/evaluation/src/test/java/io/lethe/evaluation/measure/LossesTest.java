package io.lethe.evaluation.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.lethe.evaluation.Predictions;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.spi.ScoreScale;
import org.junit.jupiter.api.Test;

class LossesTest {

  private static final Interactions PAIRS = new Interactions(
      new EntityKeys(new long[1], new long[2]), new int[2], new int[]{0, 1}, new float[]{1, 0});

  @Test
  void of_logits_isCrossEntropyOfTheirProbabilities() {
    double[] probabilities = {Predictions.of(ScoreScale.LOGIT, 2),
        Predictions.of(ScoreScale.LOGIT, 2)};
    assertArrayEquals(
        new double[]{Math.log1p(Math.exp(-2)), Math.log1p(Math.exp(2))},
        Losses.of(ScoreScale.LOGIT, probabilities, PAIRS), 1e-9);
  }

  @Test
  void of_preferences_isHowFarTheyAreFromWhatIsLiked() {
    double[] scores = {Predictions.of(ScoreScale.PREFERENCE, 2),
        Predictions.of(ScoreScale.PREFERENCE, -3)};
    assertArrayEquals(new double[]{-2, -3}, Losses.of(ScoreScale.PREFERENCE, scores, PAIRS), 0);
  }
}
