package io.lethe.evaluation.experiment;

/** What a distance between two models must be above to mean something. */
final class Noise {

  /** Scores are floats: a distance of so much of what is predicted may be their rounding. */
  private static final double ROUNDING = 1e-6;

  private static final double SEED_SHARE = 0.01;

  private Noise() {}

  /**
   * Whether the distance between original and retrain is of no use as a unit.
   *
   * @param original root mean square difference of original and retrain
   * @param otherSeed the same of a retrain with another seed and the retrain
   * @param level root mean square of what the retrain predicts
   */
  static boolean hides(double original, double otherSeed, double level) {
    return original <= Math.max(ROUNDING * level, SEED_SHARE * otherSeed);
  }
}
