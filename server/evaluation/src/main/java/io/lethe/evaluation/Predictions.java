package io.lethe.evaluation;

import io.lethe.evaluation.ComparedModel.Difference;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;

/** Predicted probabilities of interactions. */
final class Predictions {

  private Predictions() {}

  /** Probability of a positive interaction at every position. */
  static double[] of(RecommenderModel model, Interactions pairs) {
    double[] probabilities = new double[pairs.size()];
    int[] item = new int[1];
    float[] score = new float[1];
    for (int k = 0; k < probabilities.length; k++) {
      item[0] = pairs.item(k);
      model.score(pairs.user(k), item, score);
      probabilities[k] = 1 / (1 + Math.exp(-(double) score[0]));
    }
    return probabilities;
  }

  /** The difference, relative to some rms. */
  static Difference difference(double[] left, double[] right, double scale) {
    double absolute = 0;
    double squares = 0;
    for (int k = 0; k < left.length; k++) {
      double difference = left[k] - right[k];
      absolute += Math.abs(difference);
      squares += difference * difference;
    }
    double rms = Math.sqrt(squares / left.length);
    return new Difference(absolute / left.length, rms, rms / scale);
  }
}
