package io.lethe.kernels.loss;

/** The logistic loss of one score, in double precision. */
public final class Logistic {

  private Logistic() {}

  /** {@code log(1 + exp(score)) - label * score}, without overflow. */
  public static double loss(double score, double label) {
    return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score;
  }

  /** Its slope in the score: the probability of a positive less the label. */
  public static double residual(double score, double label) {
    return probability(score) - label;
  }

  /** Its second derivative in the score, {@code p (1 - p)}. */
  public static double curvature(double score) {
    double probability = probability(score);
    return probability * (1 - probability);
  }

  private static double probability(double score) {
    return 1 / (1 + Math.exp(-score));
  }
}
