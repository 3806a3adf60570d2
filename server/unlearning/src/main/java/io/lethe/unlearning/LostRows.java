package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that lose most of their loss terms, where one step from the old row means nothing. Given the
 * other side such a row's problem is convex, so Newton's method solves it on what is left. The ridge
 * is the row's L2 and damping, towards zero: what training that stopped early leaves of a row of so
 * many terms.
 *
 * @param rows those that lose at least the share asked for
 * @param terms what they keep, one number per row
 */
record LostRows(ParameterSelection rows, float[] terms) {

  /**
   * Finds them among the rows that move. O(rows that move).
   *
   * @param before terms of all rows before the removal
   * @param shareMin the least share of its terms that a row must lose
   */
  static LostRows of(AffectedRows affected, TermCounts before, double shareMin) {
    ParameterSelection moved = affected.moved();
    List<int[]> some = new ArrayList<>();
    for (int b = 0; b < moved.layout().blocks().size(); b++) {
      int block = b;
      some.add(
          moved.layout().blocks().get(b).side() == Side.SHARED
              ? new int[0]
              : IntStream.of(moved.rows(b))
                  .filter(
                      row -> lost(
                          affected.after().get(block, row), before.get(block, row)) >= shareMin)
                  .toArray());
    }
    ParameterSelection rows = ParameterSelection.of(moved.layout(), some);
    return new LostRows(rows, affected.after().select(rows));
  }

  private static double lost(float after, float before) {
    return before > 0 ? 1 - (double) after / before : 0;
  }

  /**
   * The model with these rows solved, all others fixed. O(steps * terms of the rows * width^2). Rows
   * that the steps took away from their optimum stay as they are.
   *
   * @param retained what gives derivatives over all retained terms of these rows
   */
  DifferentiableModel solved(
      DifferentiableModel space, RetainedTerms retained, RowDamping damping, int steps) {
    if (rows.length() == 0) {
      return space;
    }
    DifferentiableModel model = space;
    float[] first = gradient(space, retained, damping);
    for (int k = 0; k < steps; k++) {
      float[] gradient = k == 0 ? first : gradient(model, retained, damping);
      Vectors.scale(-1, gradient, 0, gradient.length);
      float[] step = new float[gradient.length];
      RowCurvatures derivatives = retained.rowCurvatures(model, rows);
      new RowSystems(derivatives, damping).solve(rows, terms, gradient, step);
      model = model.withDelta(new ParameterDelta(rows, step, Selections.none(rows.layout())));
    }
    return kept(space, model, first, gradient(model, retained, damping));
  }

  /** The gradient of the rows' objective, L2 and damping included. */
  private float[] gradient(DifferentiableModel model, RetainedTerms retained, RowDamping damping) {
    float[] gradient = new float[rows.length()];
    float[] parameters = new float[rows.length()];
    retained.on(model, rows).gradient(rows, gradient);
    model.parameters(rows, parameters);
    int k = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      ParameterBlock shape = rows.layout().blocks().get(b);
      for (int at = rows.offset(b); at < rows.offset(b + 1); at += shape.width(), k++) {
        double ridge = damping.ridge(shape, terms[k]);
        for (int j = at; j < at + shape.width(); j++) {
          gradient[j] += (float) (ridge * parameters[j]);
        }
      }
    }
    return gradient;
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
