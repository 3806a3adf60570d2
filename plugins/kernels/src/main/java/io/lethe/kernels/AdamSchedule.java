package io.lethe.kernels;

/**
 * Adam's hyper-parameters (Kingma and Ba 2015).
 *
 * @param learningRate above 0
 * @param meanDecay beta 1, in 0..1
 * @param squareDecay beta 2, in 0..1
 * @param epsilon above 0
 * @param weightDecay L2 weight per step, at least 0
 */
public record AdamSchedule(
    double learningRate, double meanDecay, double squareDecay, double epsilon, double weightDecay) {

  public AdamSchedule {
    if (!(learningRate > 0) || !(epsilon > 0) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "learning rate %s and epsilon %s must be above 0, weight decay %s at least 0"
              .formatted(learningRate, epsilon, weightDecay));
    }
    if (!(meanDecay >= 0 && meanDecay < 1 && squareDecay >= 0 && squareDecay < 1)) {
      throw new IllegalArgumentException(
          "decays %s and %s must be in 0..1, below 1".formatted(meanDecay, squareDecay));
    }
  }

  /** The usual decays .9 and .999, epsilon 1e-8, no weight decay. */
  public static AdamSchedule of(double learningRate) {
    return new AdamSchedule(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  /**
   * Coefficients of one step.
   *
   * @param step counted from 1
   */
  public AdamStep at(long step) {
    if (step < 1) {
      throw new IllegalArgumentException("step " + step + " is below 1");
    }
    double mean = 1 - Math.pow(meanDecay, (double) step);
    double square = 1 - Math.pow(squareDecay, (double) step);
    return new AdamStep(
        (float) (learningRate / mean), (float) (1 / Math.sqrt(square)), (float) meanDecay,
        (float) squareDecay, (float) epsilon, (float) weightDecay);
  }
}
