package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.spi.ViewDerivatives;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that lose most of their interactions, where one step from the old row means nothing. Given the
 * other side such a row's problem is convex, so Newton's method solves it on what is left.
 *
 * @param rows those that lose at least the share asked for
 * @param ridges what holds each of them back beside its terms, L2 included
 */
record LostRows(ParameterSelection rows, double[] ridges, RowCurvature curvature) {

  /** Rows of zeros are held back by nothing. */
  private static final double LEAST_NORM = 1e-6;

  /** The residual at which a row counts as solved: a tenth of what the default gate lets pass. */
  private static final double ENOUGH = 0.005;

  /**
   * Finds them among the rows that move: by their own interactions, because negatives come back from
   * others, and by all that went since training, because many requests may take one each. O(degrees of
   * the rows that move).
   *
   * @param problem in the space of the rows
   * @param terms what stays
   * @param learnt interactions of each row at its training
   * @param shareMin the least share of these that a row must have lost
   */
  static LostRows of(
      InfluenceProblem problem, RetainedTerms terms, TermCounts learnt, double shareMin) {
    ParameterSelection moved = problem.rows().moved();
    List<int[]> some = new ArrayList<>();
    for (int b = 0; b < moved.layout().blocks().size(); b++) {
      int block = b;
      Side side = moved.layout().blocks().get(b).side();
      some.add(
          side == Side.SHARED
              ? new int[0]
              : IntStream.of(moved.rows(b))
                  .filter(row -> lost(learnt.get(block, row), terms.degree(side, row)) >= shareMin)
                  .toArray());
    }
    ParameterSelection rows = ParameterSelection.of(moved.layout(), some);
    return new LostRows(
        rows,
        rows.length() == 0 ? new double[0] : new StandingRows(problem, terms, learnt).ridges(rows),
        problem.curvature());
  }

  private static double lost(float before, int left) {
    return before == 0 ? 0 : 1 - left / (double) before;
  }

  /**
   * The model with these rows solved, all others fixed. O(steps * terms of the rows * width^2). Rows
   * that the steps took away from their optimum stay as they are.
   *
   * @param retained what gives derivatives over all retained terms of these rows
   * @param steps at most so many
   */
  DifferentiableModel solved(DifferentiableModel space, RetainedTerms retained, int steps) {
    if (rows.length() == 0) {
      return space;
    }
    DifferentiableModel model = space;
    RowCurvatures at = retained.rowCurvatures(model, rows);
    float[] first = gradient(model, at);
    float[] gradient = first;
    for (int k = 0; k < steps && moves(model, gradient); k++) {
      float[] step = new float[gradient.length];
      new RowSystems(at).solve(rows, ridges, gradient, step);
      Vectors.scale(-1, step, 0, step.length);
      model = model.withDelta(new ParameterDelta(rows, step, Selections.none(rows.layout())));
      at = retained.rowCurvatures(model, rows);
      gradient = gradient(model, at);
    }
    return kept(space, model, first, gradient);
  }

  /**
   * How far these rows are from standing still: the norm of their gradient over that of the part that
   * holds them back; NaN without rows. O(terms of the rows * width).
   */
  double residual(DifferentiableModel space, RetainedTerms retained) {
    if (rows.length() == 0) {
      return Double.NaN;
    }
    return residual(space, gradient(space, retained.on(space, rows)));
  }

  private double residual(DifferentiableModel model, float[] gradient) {
    return MeasuredResidual
        .ratio(Vectors.norm(gradient), Math.max(Vectors.norm(back(model)), LEAST_NORM));
  }

  /** Whether some row is far from standing still; one that is not finite is not waited for. */
  private boolean moves(DifferentiableModel model, float[] gradient) {
    float[] back = back(model);
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int width = rows.layout().blocks().get(b).width();
      for (int at = rows.offset(b); at < rows.offset(b + 1); at += width) {
        double held = Math.max(Math.sqrt(Vectors.sumOfSquares(back, at, width)), LEAST_NORM);
        if (Math.sqrt(Vectors.sumOfSquares(gradient, at, width)) > ENOUGH * held) {
          return true;
        }
      }
    }
    return false;
  }

  /** What holds the rows back. */
  private float[] back(DifferentiableModel model) {
    float[] parameters = new float[rows.length()];
    model.parameters(rows, parameters);
    curvature.holdStill(rows, parameters);
    float[] back = new float[rows.length()];
    addRidges(parameters, back);
    return back;
  }

  /** The gradient of the rows' objective, ridge included. */
  private float[] gradient(DifferentiableModel model, ViewDerivatives derivatives) {
    float[] gradient = new float[rows.length()];
    float[] parameters = new float[rows.length()];
    derivatives.gradient(rows, gradient);
    model.parameters(rows, parameters);
    curvature.holdStill(rows, parameters);
    addRidges(parameters, gradient);
    return gradient;
  }

  private void addRidges(float[] parameters, float[] out) {
    int k = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int width = rows.layout().blocks().get(b).width();
      for (int at = rows.offset(b); at < rows.offset(b + 1); at += width, k++) {
        for (int j = at; j < at + width; j++) {
          out[j] += (float) (ridges[k] * parameters[j]);
        }
      }
    }
  }

  private DifferentiableModel kept(
      DifferentiableModel before, DifferentiableModel after, float[] first, float[] last) {
    float[] from = new float[rows.length()];
    float[] to = new float[rows.length()];
    before.parameters(rows, from);
    after.parameters(rows, to);
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int width = rows.layout().blocks().get(b).width();
      for (int at = rows.offset(b); at < rows.offset(b + 1); at += width) {
        boolean better = Vectors.sumOfSquares(last, at, width) <= Vectors
            .sumOfSquares(first, at, width);
        for (int j = at; j < at + width; j++) {
          to[j] = better ? to[j] - from[j] : 0;
        }
      }
    }
    return before.withDelta(new ParameterDelta(rows, to, Selections.none(rows.layout())));
  }
}
