package io.lethe.unlearning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a step row by row leaves undone of the whole damped system: in the rows that moved, and in those
 * on the other side of their interactions, which the step did not ask.
 *
 * @param problem in the space of the rows
 * @param terms what stays
 */
record RowResidual(InfluenceProblem problem, RetainedTerms terms) {

  /**
   * Measures. O(retained terms of the rows that changed * width).
   *
   * @param oneShot the step that began it, with the gradient that goes
   * @param result where it ended
   * @param lost rows that were solved anew: their own equations are not linear and count as met
   */
  MeasuredResidual of(InfluenceStep oneShot, RowUpdate.Result result, ParameterSelection lost) {
    boolean all = terms.whole() || result.answered();
    InteractionView view = all ? terms.retained() : terms.touching(result.rows());
    ParameterSelection rows = all ? problem.rows().withTerms() : met(view, result.rows());
    float[] move = Selections.expand(result.rows(), result.amounts(), rows);
    float[] residual = new float[move.length];
    problem.space().on(view).gaussNewtonProduct(rows, move, residual);
    double[] ridges = problem.damping().ridges(rows, problem.rows().after().select(rows));
    float[] gradient = Selections.expand(oneShot.rows(), oneShot.gradient(), rows);
    int k = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int width = rows.layout().blocks().get(b).width();
      for (int position = 0; position < rows.count(b); position++, k++) {
        int at = rows.offset(b) + position * width;
        boolean met = lost.position(b, rows.row(b, position)) >= 0;
        for (int j = at; j < at + width; j++) {
          residual[j] = met ? 0 : (float) (gradient[j] - residual[j] - ridges[k] * move[j]);
        }
      }
    }
    return new MeasuredResidual(
        MeasuredResidual.ratio(Vectors.norm(residual), oneShot.gradientNorm()), view.size(), 0);
  }

  /** The rows of a view's interactions and those that changed. */
  private static ParameterSelection met(InteractionView view, ParameterSelection changed) {
    List<int[]> rows = new ArrayList<>();
    for (int b = 0; b < changed.layout().blocks().size(); b++) {
      IntStream all = IntStream.range(0, view.all().size());
      IntStream own = switch (changed.layout().blocks().get(b).side()) {
        case USER -> all.map(view.all()::user);
        case ITEM -> all.map(view.all()::item);
        case SHARED -> IntStream.empty();
      };
      rows.add(IntStream.concat(own, IntStream.of(changed.rows(b))).sorted().distinct().toArray());
    }
    return ParameterSelection.of(changed.layout(), rows);
  }
}
