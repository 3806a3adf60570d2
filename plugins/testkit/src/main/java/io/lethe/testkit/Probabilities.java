package io.lethe.testkit;

import io.lethe.spi.RecommenderModel;

/** What models predict. */
final class Probabilities {

  private Probabilities() {}

  /** Largest difference of two models' probabilities over all users and items. */
  static double distance(RecommenderModel left, RecommenderModel right) {
    float[] leftScores = PluginContract.allScores(left);
    float[] rightScores = PluginContract.allScores(right);
    double largest = 0;
    for (int k = 0; k < leftScores.length; k++) {
      largest = Math
          .max(largest, Math.abs(probability(leftScores[k]) - probability(rightScores[k])));
    }
    return largest;
  }

  private static double probability(double score) {
    return 1 / (1 + Math.exp(-score));
  }
}
