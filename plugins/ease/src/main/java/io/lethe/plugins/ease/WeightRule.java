package io.lethe.plugins.ease;

/**
 * What a value weighs: .5 at {@code low} and below, 1 at {@code high} and above, a line between. All
 * values weigh 1 where {@code high} is not above {@code low}.
 *
 * @param low finite
 * @param high finite
 */
record WeightRule(float low, float high) {

  private static final double LEAST = 0.5;

  /** Every value weighs 1. */
  static final WeightRule EQUAL = new WeightRule(0, 0);

  float of(float value) {
    if (!(high > low)) {
      return 1;
    }
    double part = ((double) value - low) / ((double) high - low);
    return (float) (LEAST + (1 - LEAST) * Math.clamp(part, 0, 1));
  }
}
