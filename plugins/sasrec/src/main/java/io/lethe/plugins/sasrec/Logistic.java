package io.lethe.plugins.sasrec;

/** The logistic loss of one score. */
final class Logistic {

  private Logistic() {}

  /** {@code log(1 + exp(score)) - label score}. */
  static double loss(double score, double label) {
    return Math.max(score, 0) - label * score + Math.log1p(Math.exp(-Math.abs(score)));
  }

  /** Its slope. */
  static double residual(double score, double label) {
    return probability(score) - label;
  }

  /** Its second derivative. */
  static double curvature(double score) {
    double probability = probability(score);
    return probability * (1 - probability);
  }

  private static double probability(double score) {
    return 1 / (1 + Math.exp(-score));
  }
}
