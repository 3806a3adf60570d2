package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;

/**
 * How the rows of one side answer a move of the other side: by the change of their own gradient,
 * through their own curvature. Users who stay follow the items that lost somebody, and the other way
 * round. One answer brings a model closer to retraining; further rounds overshoot where training
 * stopped early.
 *
 * @param terms what stays
 * @param damping of each row
 * @param part how far an answer goes of the way that its curvature says
 * @param rowStepMax the longest step of a row, relative to the row's norm
 */
record Answers(RetainedTerms terms, RowDamping damping, double part, double rowStepMax) {

  /**
   * Answers of both sides at once, each to the other side's move. O(retained * width^2).
   *
   * @param before the model before the move
   * @param after the model after it
   * @param rows that may answer
   * @param counts loss terms of these rows
   * @return amounts over the rows
   */
  float[] to(
      DifferentiableModel before, DifferentiableModel after, ParameterSelection rows,
      float[] counts) {
    float[] gradient = new float[rows.length()];
    terms.on(before, rows).gradient(rows, gradient);
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      DifferentiableModel others = before.withDelta(allBut(b, before, after));
      ParameterSelection own = Selections.only(rows, b);
      float[] changed = new float[own.length()];
      terms.on(others, own).gradient(own, changed);
      for (int k = 0; k < changed.length; k++) {
        gradient[rows.offset(b) + k] -= changed[k];
      }
    }
    float[] amounts = new float[gradient.length];
    new RowSystems(terms.rowCurvatures(before, rows))
        .solve(rows, damping.ridges(rows, counts), gradient, amounts);
    Vectors.scale(part, amounts, 0, amounts.length);
    return InfluenceStep.limited(after, rows, gradient, amounts, rowStepMax).amounts();
  }

  /** The move of all blocks but one. */
  private static ParameterDelta allBut(
      int block, DifferentiableModel before, DifferentiableModel after) {
    ParameterSelection every = ParameterSelection.all(before.layout());
    float[] from = new float[every.length()];
    float[] to = new float[every.length()];
    before.parameters(every, from);
    after.parameters(every, to);
    for (int k = 0; k < to.length; k++) {
      boolean own = k >= every.offset(block) && k < every.offset(block + 1);
      to[k] = own ? 0 : to[k] - from[k];
    }
    return new ParameterDelta(every, to, Selections.none(every.layout()));
  }
}
