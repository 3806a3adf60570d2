package io.lethe.evaluation.measure;

/**
 * How far two lists of probabilities are apart.
 *
 * @param mean of absolute differences; NaN without any pair
 * @param rms root of the mean squared difference; NaN without any pair
 */
public record Gap(double mean, double rms) {

  /** The difference of two equally long lists. */
  public static Gap of(double[] left, double[] right) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "%d probabilities beside %d".formatted(left.length, right.length));
    }
    double absolute = 0;
    double squares = 0;
    for (int k = 0; k < left.length; k++) {
      double difference = left[k] - right[k];
      absolute += Math.abs(difference);
      squares += difference * difference;
    }
    return new Gap(absolute / left.length, Math.sqrt(squares / left.length));
  }

  /** This rms over another one: 1 is as far, 0 is equal; NaN if the other is 0. */
  public double relativeTo(Gap scale) {
    return scale.rms == 0 ? Double.NaN : rms / scale.rms;
  }
}
