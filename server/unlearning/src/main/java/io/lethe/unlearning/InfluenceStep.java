package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.List;

/**
 * The influence update: the parameters move by {@code P^-1 r}, r the gradient that goes and P the
 * damped Gauss-Newton curvature of what stays, in Kronecker form (after IFRU, section 4, with the
 * curvature of Martens and Grosse 2015).
 *
 * <p>Taking interactions away is ascent on their loss: at a stationary point the retained
 * objective's gradient is {@code -r}, and one Newton step on it is {@code +P^-1 r}.
 *
 * @param model on the retained interactions, moved but with nothing dropped
 * @param amounts how far the moved rows went altogether
 * @param predictedRise what the linearization says the forgotten loss rises by: sum of r times step
 * @param parts taken
 */
record InfluenceStep(DifferentiableModel model, float[] amounts, double predictedRise, int parts) {

  /**
   * Takes the step.
   *
   * @param parts the forget set is taken in so many, relinearized in between
   */
  static InfluenceStep take(
      DifferentiableModel model, List<Removal> parts, AffectedRows rows, Preconditioner solve,
      PhaseClock clock) {
    ParameterSelection moved = rows.moved();
    ParameterSelection nothing = Selections.none(moved.layout());
    float[] amounts = new float[moved.length()];
    double predictedRise = 0;
    DifferentiableModel current = model;
    for (Removal part : parts) {
      clock.enter("gradient");
      float[] gradient = new float[moved.length()];
      current.removalGradient(part, moved, gradient);
      clock.enter("solve");
      float[] step = new float[moved.length()];
      solve.apply(moved, rows.terms(), gradient, step);
      predictedRise += addDot(gradient, step, amounts);
      clock.enter("apply");
      current = current.viewedOn(part.retained())
          .withDelta(new ParameterDelta(moved, step, nothing));
    }
    return new InfluenceStep(current, amounts, predictedRise, parts.size());
  }

  /** Adds the step to the amounts and gives its product with the gradient. */
  private static double addDot(float[] gradient, float[] step, float[] amounts) {
    double dot = 0;
    for (int k = 0; k < step.length; k++) {
      dot += (double) gradient[k] * step[k];
      amounts[k] += step[k];
    }
    return dot;
  }
}
