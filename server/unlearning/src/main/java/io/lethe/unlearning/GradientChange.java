package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;
import org.jspecify.annotations.Nullable;

/**
 * How far a step has come, by the retained gradient, that of the objective without what goes, before
 * and after the step. A removal takes {@code r} out of the objective's gradient; the step answers it
 * to first order where the retained gradient, L2 included, has changed by {@code r}. Both gradients
 * are the models' own: no curvature, damping, trust region or iteration of the solve enters them, so a
 * step of nothing leaves all of r, however well it solves its own system.
 *
 * <p>What is left is the share of r that the change lacks, {@code 1 - <change, r> / <r, r>}: 0 for
 * none, 1 where nothing has changed, above 1 where it changed the wrong way, below 0 where it
 * changed too far, infinite where it is no number.
 *
 * @param problem before, in the space in which both models are compared
 * @param after the model after, in the same space
 */
record GradientChange(InfluenceProblem problem, DifferentiableModel after) {

  /**
   * The larger of what is left in rows of users and items and in shared rows, where these move; NaN
   * if no gradient goes.
   *
   * @param draw which rows of users and items are looked at: all, if no gradient goes in those drawn
   * @param shared a draw of interactions that the step was not solved with; null if shared rows stay
   *     where they are
   */
  double left(ResidualSample.RowDraw draw, @Nullable SharedCurvature shared) {
    ParameterSelection sides = Selections.ofSides(problem.rows().moved());
    double inDrawn = left(draw.atLeastOne(sides));
    double own = Double.isNaN(inDrawn) ? left(sides) : inDrawn;
    double others = shared == null ? Double.NaN : leftInShared(shared);
    return Double.isNaN(own) || others > own ? others : own;
  }

  /**
   * In rows of users and items. Costs two gradients over their retained terms: over all that stays
   * where rows have terms of others' interactions, as sampled negatives and histories are.
   */
  private double left(ParameterSelection rows) {
    return rows.length() == 0 ? Double.NaN : left(rows, change(rows, problem.termsOf(rows)));
  }

  /**
   * In shared rows. What stays and touches a moving row is looked at whole, for all else stands the
   * draw. Costs two gradients over both.
   */
  private double leftInShared(SharedCurvature drawn) {
    ParameterSelection moving = problem.rows().moved();
    ParameterSelection rows = Selections.shared(moving);
    InteractionView touching = problem.touching(moving);
    SharedCurvature.Sample others = drawn.besides(moving, touching.size());
    float[] change = change(rows, touching);
    float[] apart = change(rows, others.interactions());
    for (int k = 0; k < change.length; k++) {
      change[k] += (float) (others.scale() * apart[k]);
    }
    return left(rows, change);
  }

  /**
   * Of one change.
   *
   * @param change of the gradient, without L2
   */
  private double left(ParameterSelection rows, float[] change) {
    float[] gradient = problem.gradient(rows);
    float[] move = RowUpdate.difference(problem.space(), after, rows);
    double squares = Vectors.dot(gradient, gradient);
    double brought = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      ParameterBlock block = rows.layout().blocks().get(b);
      for (int k = rows.offset(b); k < rows.offset(b + 1); k++) {
        brought += gradient[k] * (change[k] + (double) block.l2() * move[k]);
      }
    }
    double left = 1 - brought / squares;
    return squares == 0 || Double.isFinite(left) ? left : Double.POSITIVE_INFINITY;
  }

  private float[] change(ParameterSelection rows, InteractionView terms) {
    float[] before = new float[rows.length()];
    float[] now = new float[rows.length()];
    problem.space().on(terms).gradient(rows, before);
    after.on(terms).gradient(rows, now);
    for (int k = 0; k < now.length; k++) {
      now[k] -= before[k];
    }
    return now;
  }
}
