package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;

/**
 * What follows a one shot where every row has its own curvature: rows that lost most of their terms
 * are solved anew, and, if the request is large, the other side answers. In final embeddings.
 *
 * @param config how much of it
 * @param damping of each row
 * @param rowStepMax the longest step of a row, relative to the row's norm
 */
record RowUpdate(UnlearningConfig.RowSteps config, RowDamping damping, double rowStepMax) {

  /**
   * Where it ended.
   *
   * @param rows that changed; those dropped are not among them
   * @param amounts from the model before, dropped rows apart
   * @param answered whether the other side answered
   */
  record Result(ParameterSelection rows, float[] amounts, boolean answered) {}

  /**
   * Follows a one shot.
   *
   * @param before the model on what stays, before the one shot
   * @param origin the same on what it was trained on: moves are answered that lead away from there
   * @param affected rows that it moved and dropped
   * @param lost rows that are solved anew
   * @param answering whether the other side answers
   */
  Result after(
      InfluenceStep oneShot, DifferentiableModel before, DifferentiableModel origin,
      AffectedRows affected, LostRows lost, RetainedTerms terms, boolean answering) {
    ParameterSelection none = Selections.none(before.layout());
    DifferentiableModel base = before
        .withDelta(new ParameterDelta(none, new float[0], affected.dropped()));
    ParameterSelection moved = oneShot.rows();
    DifferentiableModel next = base
        .withDelta(new ParameterDelta(moved, oneShot.amounts().clone(), none));
    next = lost.solved(next, terms, config.newtonSteps());
    ParameterSelection changed = moved;
    if (answering) {
      changed = affected.withTerms();
      float[] answer = new Answers(terms, damping, config.answerPart(), rowStepMax).to(
          origin.withDelta(new ParameterDelta(none, new float[0], affected.dropped())), next,
          changed, affected.after().select(changed));
      next = next.withDelta(new ParameterDelta(changed, answer, none));
      next = lost.solved(next, terms, config.newtonSteps());
    }
    return new Result(changed, difference(base, next, changed), answering);
  }

  /** The parameters of some rows after less those before. */
  static float[] difference(
      DifferentiableModel before, DifferentiableModel after, ParameterSelection rows) {
    float[] from = new float[rows.length()];
    float[] to = new float[rows.length()];
    before.parameters(rows, from);
    after.parameters(rows, to);
    for (int k = 0; k < to.length; k++) {
      to[k] -= from[k];
    }
    return to;
  }
}
