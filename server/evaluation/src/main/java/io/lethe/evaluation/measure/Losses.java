package io.lethe.evaluation.measure;

import io.lethe.spi.Interactions;
import io.lethe.spi.ScoreScale;
import java.util.Arrays;

/** What predictions mean for labels of 0 and 1. */
public final class Losses {

  private static final float POSITIVE_ABOVE = 0.5f;

  /** Below it a logarithm would no longer be finite. */
  private static final double LEAST = 1e-12;

  private Losses() {}

  /** The probability given to each pair's own label. */
  public static double[] ofLabels(double[] probabilities, Interactions pairs) {
    double[] right = new double[probabilities.length];
    for (int k = 0; k < right.length; k++) {
      right[k] = pairs.value(k) > POSITIVE_ABOVE ? probabilities[k] : 1 - probabilities[k];
    }
    return right;
  }

  /**
   * What an attacker takes for a loss: cross-entropy of probabilities; of preferences how low a liked
   * pair's is, and how high a disliked one's.
   *
   * @param predictions of a model with that scale
   */
  public static double[] of(ScoreScale scale, double[] predictions, Interactions pairs) {
    return switch (scale) {
      case LOGIT -> crossEntropy(predictions, pairs);
      case PREFERENCE -> {
        double[] losses = new double[predictions.length];
        Arrays.setAll(
            losses, k -> pairs.value(k) > POSITIVE_ABOVE ? -predictions[k] : predictions[k]);
        yield losses;
      }
    };
  }

  /** Binary cross-entropy of each pair. */
  public static double[] crossEntropy(double[] probabilities, Interactions pairs) {
    return Arrays.stream(ofLabels(probabilities, pairs))
        .map(right -> -Math.log(Math.max(right, LEAST)))
        .toArray();
  }
}
