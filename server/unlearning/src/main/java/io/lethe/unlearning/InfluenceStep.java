package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;

/**
 * The influence update: the parameters move by {@code P^-1 r}, r the gradient that goes and P the
 * damped Gauss-Newton curvature of what stays, in Kronecker form (after IFRU, section 4, with the
 * curvature of Martens and Grosse 2015), each row within a trust region.
 *
 * <p>Taking interactions away is ascent on their loss: at a stationary point the retained
 * objective's gradient is {@code -r}, and one Newton step on it is {@code +P^-1 r}.
 *
 * @param model on the retained interactions, moved but with nothing dropped
 * @param gradientNorm norm of r
 * @param norm of the step
 * @param relativeNorm the same over the norm of the moved rows before; 0 for no step
 * @param predictedRise what the linearization says the forgotten loss rises by: gradient times step
 * @param rowsLimited rows whose step the trust region cut
 */
record InfluenceStep(
    DifferentiableModel model, double gradientNorm, double norm, double relativeNorm,
    double predictedRise, int rowsLimited) {

  /**
   * Takes the step. O(forget set * width + rows * width^2).
   *
   * @param rowStepMax the longest step of a row, relative to the row's norm
   */
  static InfluenceStep take(
      DifferentiableModel model, Removal removal, AffectedRows rows, Preconditioner solve,
      double rowStepMax, PhaseClock clock) {
    ParameterSelection moved = rows.moved();
    clock.enter("gradient");
    float[] gradient = new float[moved.length()];
    model.removalGradient(removal, moved, gradient);
    clock.enter("solve");
    float[] step = new float[moved.length()];
    solve.apply(moved, rows.left(), gradient, step);
    float[] before = new float[moved.length()];
    model.parameters(moved, before);
    int rowsLimited = limit(moved, before, rowStepMax, step);
    double norm = Vectors.norm(step);
    double relativeNorm = norm == 0 ? 0 : norm / Vectors.norm(before);
    double predictedRise = Vectors.dot(gradient, step);
    clock.enter("apply");
    DifferentiableModel next = model.viewedOn(removal.retained())
        .withDelta(new ParameterDelta(moved, step, Selections.none(moved.layout())));
    return new InfluenceStep(
        next, Vectors.norm(gradient), norm, relativeNorm, predictedRise, rowsLimited);
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
