package io.lethe.evaluation.experiment;

import io.lethe.evaluation.Predictions;
import io.lethe.spi.RecommenderModel;

/** All pairs of some users and items, with what the retrained model predicts of them. Immutable. */
final class StayingPairs {

  private final int[] users;
  private final int[] items;
  private final double[][] target;
  private final double level;
  private final double original;
  private final double otherSeed;

  /** Predicts with all three once. Both arrays are taken over. */
  StayingPairs(
      int[] users, int[] items, RecommenderModel original, RecommenderModel retrained,
      RecommenderModel otherSeed) {
    this.users = users;
    this.items = items;
    this.target = new double[users.length][];
    double squares = 0;
    for (int k = 0; k < users.length; k++) {
      target[k] = predictions(retrained, users[k]);
      for (double each : target[k]) {
        squares += each * each;
      }
    }
    this.level = Math.sqrt(squares / users.length / items.length);
    this.original = distance(original);
    this.otherSeed = distance(otherSeed);
  }

  void measure(RecommenderModel model, Values values) {
    values.put(Measure.GAP_STAYERS, original == 0 ? Double.NaN : distance(model) / original);
    values.put(Measure.RMS_ORIGINAL, original);
    values.put(Measure.RMS_OTHER_SEED, otherSeed);
  }

  /** Whether what is measured in units of the original's distance is noise. */
  boolean tooSmall() {
    return Noise.hides(original, otherSeed, level);
  }

  private double distance(RecommenderModel model) {
    double squares = 0;
    for (int k = 0; k < users.length; k++) {
      double[] predicted = predictions(model, users[k]);
      for (int i = 0; i < items.length; i++) {
        double difference = predicted[i] - target[k][i];
        squares += difference * difference;
      }
    }
    return Math.sqrt(squares / users.length / items.length);
  }

  private double[] predictions(RecommenderModel model, int user) {
    float[] scores = new float[items.length];
    model.score(user, items, scores);
    double[] predictions = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      predictions[i] = Predictions.of(model.scoreScale(), scores[i]);
    }
    return predictions;
  }
}
