package io.lethe.training.polish;

/**
 * The damping of Newton steps, by Nielsen's rule: it shrinks smoothly the better the quadratic
 * model agrees with the objective, and grows faster with every failure in a row (Madsen, Nielsen,
 * Tingleff: Methods for Non-Linear Least Squares Problems, 2004, equation 2.21). Confined to one
 * polish.
 */
final class Damping {

  private static final double SHRINK_MOST = 1.0 / 3;
  private static final double FIRST_GROWTH = 2;

  private double value;
  private double growth = FIRST_GROWTH;

  Damping(double start) {
    this.value = start;
  }

  double value() {
    return value;
  }

  /**
   * After a step that was taken.
   *
   * @param agreement actual over predicted decrease
   */
  void succeeded(double agreement) {
    double surplus = 2 * Math.min(1, agreement) - 1;
    value *= Math.max(SHRINK_MOST, 1 - surplus * surplus * surplus);
    growth = FIRST_GROWTH;
  }

  /** After a step that made things worse. */
  void failed() {
    value *= growth;
    growth *= FIRST_GROWTH;
  }
}
