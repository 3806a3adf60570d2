package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;

/**
 * A move of some rows that answers a gradient that goes: {@code x} with {@code (H + damping) x} about
 * {@code r}, each row within a trust region (after IFRU, section 4).
 *
 * <p>Taking interactions away is ascent on their loss: at a stationary point the retained
 * objective's gradient is {@code -r}, and one Newton step on it is {@code +H^-1 r}.
 *
 * @param rows that move
 * @param gradient r, over the rows; modified by nobody
 * @param amounts x; modified by nobody
 * @param relativeNorm the norm of x over that of the rows before; 0 for no step
 * @param rowsLimited rows whose step the trust region cut
 */
record InfluenceStep(
    ParameterSelection rows, float[] gradient, float[] amounts, double relativeNorm,
    int rowsLimited) {

  /**
   * Cuts a step to the trust region. O(rows * width).
   *
   * @param amounts taken over
   * @param rowStepMax the longest step of a row, relative to the row's norm
   */
  static InfluenceStep limited(
      DifferentiableModel space, ParameterSelection rows, float[] gradient, float[] amounts,
      double rowStepMax) {
    float[] before = new float[rows.length()];
    space.parameters(rows, before);
    int rowsLimited = limit(rows, before, rowStepMax, amounts);
    double norm = Vectors.norm(amounts);
    double relativeNorm = norm == 0 ? 0 : norm / Vectors.norm(before);
    return new InfluenceStep(rows, gradient, amounts, relativeNorm, rowsLimited);
  }

  /** The step and the rows that are dropped, as a change of the model. */
  ParameterDelta delta(AffectedRows affected) {
    return new ParameterDelta(rows, amounts.clone(), affected.dropped());
  }

  /** Norm of the step. */
  double norm() {
    return Vectors.norm(amounts);
  }

  /** Norm of the gradient that goes. */
  double gradientNorm() {
    return Vectors.norm(gradient);
  }

  /** What the linearization says the forgotten loss rises by: gradient times step. */
  double predictedRise() {
    return Vectors.dot(gradient, amounts);
  }

  private static int limit(
      ParameterSelection rows, float[] before, double rowStepMax, float[] step) {
    int limited = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int width = rows.layout().blocks().get(b).width();
      for (int at = rows.offset(b); at < rows.offset(b + 1); at += width) {
        double most = rowStepMax * rowStepMax * Vectors.sumOfSquares(before, at, width);
        double squares = Vectors.sumOfSquares(step, at, width);
        if (squares > most) {
          Vectors.scale(Math.sqrt(most / squares), step, at, width);
          limited++;
        }
      }
    }
    return limited;
  }
}
