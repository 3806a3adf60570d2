package io.lethe.training.history;

import io.lethe.kernels.solve.Cholesky;

/**
 * Newton's method on one row, in doubles. The loss is convex, so that the minimum along a direction
 * lies where the slope changes its sign: no loss is ever computed. A factored curvature is kept as
 * long as the first step is short beside the row and each other at most half as long as the one before.
 */
final class RowMinimum {

  private static final int STEPS_MAX = 30;
  private static final int LINE_STEPS_MAX = 20;

  /** Norm of a step over that of the row from which on the next one changes nothing that is seen. */
  private static final double STEP_MIN = 1e-3;
  private static final double CONTRACTION = 0.5;

  /** A first step of more than this part of the row has left the curvature that it began with. */
  private static final double FAR = 0.25;

  /** A slope at the end of a step, over that at its start, that is far enough beyond the minimum. */
  private static final double OVERSHOOT = 0.1;

  private RowMinimum() {}

  /** The minimum, from a start; O(terms * width) a step, some three to five factorizations. */
  static double[] of(RowObjective objective, double[] start, double ridge) {
    double[] row = start;
    double[] gradient = objective.gradientAt(row);
    Cholesky factored = new Cholesky(objective.curvature(), row.length, ridge);
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS_MAX; step++) {
      double[] direction = scaled(-1, gradient);
      factored.solve(direction);
      double slope = dot(gradient, direction);
      double length = 1;
      gradient = objective.gradientAt(moved(row, length, direction));
      for (int k = 0; k < LINE_STEPS_MAX && beyond(gradient, direction, slope); k++) {
        length *= slope / (slope - dot(gradient, direction));
        gradient = objective.gradientAt(moved(row, length, direction));
      }
      row = moved(row, length, direction);
      double moved = length * Math.sqrt(dot(direction, direction));
      double norm = Math.sqrt(dot(row, row));
      if (moved <= STEP_MIN * norm) {
        break;
      }
      if (step == 0 ? moved > FAR * norm : moved > CONTRACTION * before) {
        factored = new Cholesky(objective.curvature(), row.length, ridge);
      }
      before = moved;
    }
    return row;
  }

  private static boolean beyond(double[] gradient, double[] direction, double slope) {
    return dot(gradient, direction) > -OVERSHOOT * slope;
  }

  private static double[] moved(double[] row, double length, double[] direction) {
    double[] moved = scaled(length, direction);
    for (int c = 0; c < moved.length; c++) {
      moved[c] += row[c];
    }
    return moved;
  }

  private static double[] scaled(double factor, double[] vector) {
    double[] scaled = new double[vector.length];
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] = factor * vector[c];
    }
    return scaled;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int c = 0; c < left.length; c++) {
      sum += left[c] * right[c];
    }
    return sum;
  }
}
