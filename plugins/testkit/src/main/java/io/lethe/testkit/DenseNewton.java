package io.lethe.testkit;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;

/**
 * Newton's method on the objective in some parameters, with a dense Hessian, one product per column: for cases of
 * about a hundred parameters. A little damping takes the place of curvature where the objective has
 * none, such as along rotations of the factors; it slows steps down and does not move their end.
 */
final class DenseNewton {

  private static final double DAMPING_OF_FLAT_DIRECTIONS = 1e-2;
  private static final double STATIONARY = 1e-6;

  private final InteractionView view;
  private final ParameterSelection moving;
  private final int stepsMax;
  private final double damping;
  private DifferentiableModel model;

  /**
   * A descent.
   *
   * @param moving the parameters that move; the others stay as they are
   * @param stepsMax the most Newton steps
   */
  DenseNewton(
      DifferentiableModel start, InteractionView view, ParameterSelection moving, int stepsMax) {
    this(start, view, moving, stepsMax, DAMPING_OF_FLAT_DIRECTIONS);
  }

  private DenseNewton(
      DifferentiableModel start, InteractionView view, ParameterSelection moving, int stepsMax,
      double damping) {
    this.model = start;
    this.view = view;
    this.moving = moving;
    this.stepsMax = stepsMax;
    this.damping = damping;
  }

  /** Where one step without damping ends: of a quadratic objective, its minimum. */
  static DifferentiableModel oneStep(DifferentiableModel start, InteractionView view) {
    return new DenseNewton(start, view, ParameterSelection.all(start.layout()), 1, 0).minimum();
  }

  /** Steps until the gradient drowns in rounding or the steps run out. */
  DifferentiableModel minimum() {
    for (int step = 0; step < stepsMax; step++) {
      double[] gradient = gradient();
      if (norm(gradient) < STATIONARY) {
        break;
      }
      double[] amounts = solve(hessian(), gradient);
      float[] direction = new float[amounts.length];
      for (int k = 0; k < direction.length; k++) {
        direction[k] = (float) amounts[k];
      }
      model = Selections.moved(model, moving, direction, -1);
    }
    return model;
  }

  private double[] gradient() {
    float[] loss = new float[moving.length()];
    float[] parameters = new float[moving.length()];
    model.on(view).gradient(moving, loss);
    model.parameters(moving, parameters);
    double[] gradient = new double[loss.length];
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] = loss[k] + l2(k) * parameters[k];
    }
    return gradient;
  }

  private double[][] hessian() {
    ViewDerivatives derivatives = model.on(view);
    int n = moving.length();
    double[][] hessian = new double[n][n];
    float[] unit = new float[n];
    float[] column = new float[n];
    for (int c = 0; c < n; c++) {
      unit[c] = 1;
      derivatives.hessianProduct(moving, unit, column);
      unit[c] = 0;
      for (int r = 0; r < n; r++) {
        hessian[r][c] = column[r];
      }
      hessian[c][c] += l2(c) + damping;
    }
    return hessian;
  }

  private double l2(int coordinate) {
    int block = 0;
    while (block + 1 < moving.layout().blocks().size() && coordinate >= moving.offset(block + 1)) {
      block++;
    }
    ParameterBlock of = moving.layout().blocks().get(block);
    return of.l2();
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** Gaussian elimination with partial pivoting; overwrites its arguments. */
  private static double[] solve(double[][] matrix, double[] rhs) {
    int n = rhs.length;
    for (int c = 0; c < n; c++) {
      pivot(matrix, rhs, c);
      for (int r = c + 1; r < n; r++) {
        double factor = matrix[r][c] / matrix[c][c];
        for (int k = c; k < n; k++) {
          matrix[r][k] -= factor * matrix[c][k];
        }
        rhs[r] -= factor * rhs[c];
      }
    }
    for (int r = n - 1; r >= 0; r--) {
      for (int k = r + 1; k < n; k++) {
        rhs[r] -= matrix[r][k] * rhs[k];
      }
      rhs[r] /= matrix[r][r];
    }
    return rhs;
  }

  private static void pivot(double[][] matrix, double[] rhs, int column) {
    int best = column;
    for (int r = column + 1; r < rhs.length; r++) {
      if (Math.abs(matrix[r][column]) > Math.abs(matrix[best][column])) {
        best = r;
      }
    }
    double[] row = matrix[best];
    matrix[best] = matrix[column];
    matrix[column] = row;
    double value = rhs[best];
    rhs[best] = rhs[column];
    rhs[column] = value;
  }
}
