package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;

/**
 * The training objective at one model, in some rows: summed loss and L2. Coordinates that no factor
 * of the curvature moves (a plugin's constants) are held still.
 */
final class RetainedObjective {

  private final ViewDerivatives derivatives;
  private final ParameterSelection rows;
  private final RowCurvature curvature;
  private final float[] parameters;

  private RetainedObjective(
      ViewDerivatives derivatives, ParameterSelection rows, RowCurvature curvature,
      float[] parameters) {
    this.derivatives = derivatives;
    this.rows = rows;
    this.curvature = curvature;
    this.parameters = parameters;
  }

  static RetainedObjective of(
      DifferentiableModel model, ViewDerivatives derivatives, ParameterSelection rows,
      RowCurvature curvature) {
    float[] parameters = new float[rows.length()];
    model.parameters(rows, parameters);
    RetainedObjective objective = new RetainedObjective(derivatives, rows, curvature, parameters);
    objective.holdStill(parameters);
    return objective;
  }

  /** Loss and the L2 of the selected rows. O(view). */
  double value() {
    double value = derivatives.loss();
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      double l2 = rows.layout().blocks().get(b).l2();
      for (int k = rows.offset(b); k < rows.offset(b + 1); k++) {
        value += l2 / 2 * parameters[k] * (double) parameters[k];
      }
    }
    return value;
  }

  /** Gradient of {@link #value()}. O(view). */
  void gradient(float[] out) {
    derivatives.gradient(rows, out);
    addL2(parameters, out);
    holdStill(out);
  }

  /** {@code out = (Hessian + l2 I) vector}. O(view). */
  void product(float[] vector, float[] out) {
    derivatives.hessianProduct(rows, vector, out);
    addL2(vector, out);
    holdStill(out);
  }

  /** Norm of the gradient over the norm of its L2 part. O(view). */
  double residual() {
    float[] gradient = new float[rows.length()];
    gradient(gradient);
    return residual(gradient);
  }

  /** The same, of a gradient at hand. */
  double residual(float[] gradient) {
    float[] l2 = new float[gradient.length];
    addL2(parameters, l2);
    return Vectors.norm(gradient) / Math.max(Vectors.norm(l2), Double.MIN_NORMAL);
  }

  private void addL2(float[] vector, float[] out) {
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      float amount = rows.layout().blocks().get(b).l2();
      for (int k = rows.offset(b); k < rows.offset(b + 1); k++) {
        out[k] += amount * vector[k];
      }
    }
  }

  private void holdStill(float[] vector) {
    curvature.holdStill(rows, vector);
  }
}
