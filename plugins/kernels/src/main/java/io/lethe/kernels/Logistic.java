package io.lethe.kernels.nd4j.autodiff;

/** The logistic loss of one logit. */
public final class Logistic {

  private Logistic() {}

  /** {@code log(1 + exp(logit)) - label * logit}, without overflow. */
  public static double loss(double logit, double label) {
    return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - label * logit;
  }

  /** Probability of a positive. */
  static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /** Second derivative of the loss: {@code s (1 - s)}. */
  static double curvature(double logit) {
    double probability = probability(logit);
    return probability * (1 - probability);
  }
}
