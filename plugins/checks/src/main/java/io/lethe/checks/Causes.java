package io.lethe.checks;

/** Guesses at what makes a ratio differ from 1. */
final class Causes {

  private static final double NEAR = 0.05;

  private Causes() {}

  /**
   * A guess.
   *
   * @param ratio of what the model says over what its loss does
   * @param of what the model says it of, such as "gradient"
   */
  static String ofRatio(String of, double ratio) {
    if (!Double.isFinite(ratio)) {
      return "the %s is not a finite number".formatted(of);
    }
    if (Math.abs(ratio) < NEAR) {
      return "the %s is missing, or divided by a large number such as the number of terms"
          .formatted(of);
    }
    if (Math.abs(ratio + 1) < NEAR) {
      return "the sign of the %s is turned".formatted(of);
    }
    if (ratio < 0) {
      return "the sign of the %s is turned, and its scale is off".formatted(of);
    }
    if (Math.abs(ratio - 1) < NEAR) {
      return "the %s of single rows or coordinates is wrong, while their sum is right"
          .formatted(of);
    }
    return "the %s is %.3g times what it should be: a sum for a mean, or a weight that counts twice"
        .formatted(of, ratio);
  }
}
