package io.lethe.evaluation;

/**
 * One model beside the retrained one. Differences are of predicted probabilities.
 *
 * @param name original, retrained, other seed or unlearned
 * @param auc on test interactions
 * @param forgotten difference to the retrained model on forgotten interactions
 * @param test the same on test interactions
 * @param forgottenLabel mean probability the model gives to the labels of the forgotten interactions
 * @param millis it took to make, wall clock
 */
public record ComparedModel(
    String name, double auc, Difference forgotten, Difference test, double forgottenLabel,
    double millis) {

  /**
   * A difference of two models.
   *
   * @param mean of absolute differences
   * @param rms root of the mean squared difference
   * @param relative rms over the original model's rms; 1 for the original, 0 for the retrained one
   */
  public record Difference(double mean, double rms, double relative) {}
}
