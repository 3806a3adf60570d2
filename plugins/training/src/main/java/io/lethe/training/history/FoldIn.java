package io.lethe.training.history;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.solve.Cholesky;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.ModelShape;
import io.lethe.training.history.RowObjective.Terms;
import org.jspecify.annotations.Nullable;

/**
 * The row of a history under the logistic loss while the items stand still: the minimum of the
 * history's own terms, implicit negatives as they are drawn on average ({@link NegativePool}), by
 * Newton steps in doubles.
 *
 * <p>The pool is found once, when a row is first asked for. A row then costs some six steps of
 * O((history + pool) * width^2 + width^3). Immutable but for the pool; keeps nothing of a history.
 */
public final class FoldIn {

  private static final int STEPS_MAX = 30;
  private static final int LINE_STEPS_MAX = 20;

  /** Norm of a Newton step over that of the row from which on the next one is lost in rounding. */
  private static final double STEP_MIN = 1e-4;

  /** A slope at the end of a step, over that at its start, that is far enough beyond the minimum. */
  private static final double OVERSHOOT = 0.1;

  /** Without L2 the minimum of a few terms of one label lies at infinity. */
  private static final double RIDGE_MIN = 0.01;

  private final ModelShape shape;
  private final EmbeddingTable items;
  private final EntityKeys keys;
  private final Kernels kernels;
  private volatile @Nullable NegativePool pool;

  /**
   * Rows beside items.
   *
   * @param items rows that scores are products with
   * @param keys the items' keys, by which implicit negatives are drawn
   */
  public FoldIn(ModelShape shape, EmbeddingTable items, EntityKeys keys, Kernels kernels) {
    this.shape = shape;
    this.items = items;
    this.keys = keys;
    this.kernels = kernels;
  }

  /** The row of a user whose L2 draws it to zero, an array of its own. */
  public float[] row(GivenHistory history) {
    float[] center = new float[items.width()];
    int frozen = shape.frozen(Side.USER, center.length);
    if (frozen >= 0) {
      center[frozen] = 1;
    }
    return row(history, center, shape.l2());
  }

  /**
   * The row of least {@code loss + ridge/2 * |row - center|^2}.
   *
   * @param center returned, as a copy, if the history holds no term of the loss; only read
   * @param ridge at least 0
   */
  public float[] row(GivenHistory history, float[] center, double ridge) {
    Terms terms = terms(history);
    double used = Math.max(ridge, RIDGE_MIN);
    if (terms.size() == 0) {
      return center.clone();
    }
    double[] row = minimum(
        new RowObjective(
            kernels, items, terms, used, center, shape.frozen(Side.USER, center.length)),
        center, used);
    float[] rounded = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      rounded[c] = (float) row[c];
    }
    return rounded;
  }

  private static double[] minimum(RowObjective objective, float[] start, double ridge) {
    double[] row = new double[start.length];
    for (int c = 0; c < row.length; c++) {
      row[c] = start[c];
    }
    double[] gradient = objective.gradientAt(row);
    for (int step = 0; step < STEPS_MAX; step++) {
      double[] direction = new double[row.length];
      for (int c = 0; c < row.length; c++) {
        direction[c] = -gradient[c];
      }
      new Cholesky(objective.curvature(), row.length, ridge).solve(direction);
      double slope = dot(gradient, direction);
      double length = 1;
      gradient = objective.gradientAt(moved(row, length, direction));
      // The loss is convex: where its slope changes sign lies the minimum along a direction.
      for (int k = 0; k < LINE_STEPS_MAX && beyond(gradient, direction, slope); k++) {
        length *= slope / (slope - dot(gradient, direction));
        gradient = objective.gradientAt(moved(row, length, direction));
      }
      row = moved(row, length, direction);
      if (length * Math.sqrt(dot(direction, direction)) <= STEP_MIN * Math.sqrt(dot(row, row))) {
        break;
      }
    }
    return row;
  }

  private static boolean beyond(double[] gradient, double[] direction, double slope) {
    return dot(gradient, direction) > -OVERSHOOT * slope;
  }

  private static double[] moved(double[] row, double length, double[] direction) {
    double[] moved = new double[row.length];
    for (int c = 0; c < moved.length; c++) {
      moved[c] = row[c] + length * direction[c];
    }
    return moved;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int c = 0; c < left.length; c++) {
      sum += left[c] * right[c];
    }
    return sum;
  }

  /** The history's own terms, and with each positive one its draws among the pool. */
  private Terms terms(GivenHistory history) {
    int own = 0;
    for (float value : history.values()) {
      own += shape.terms().counts(value) ? 1 : 0;
    }
    NegativePool negatives = own == 0 ? NegativePool.NONE : pool();
    int size = own + negatives.items().length;
    Terms terms = new Terms(new int[size], new float[size], new float[size]);
    int next = 0;
    for (int k = 0; k < history.size(); k++) {
      if (shape.terms().counts(history.values()[k])) {
        terms.items()[next] = history.items()[k];
        terms.labels()[next] = shape.terms().label(history.values()[k]);
        terms.weights()[next++] = 1;
      }
    }
    float draws = (float) own * shape.terms().sampled();
    for (int k = 0; k < negatives.items().length; k++) {
      terms.items()[own + k] = negatives.items()[k];
      terms.weights()[own + k] = draws * negatives.shares()[k];
    }
    return terms;
  }

  /** The same for all callers, so that two threads may find it at once. */
  private NegativePool pool() {
    NegativePool found = pool;
    if (found == null) {
      found = NegativePool.of(shape.terms(), keys);
      pool = found;
    }
    return found;
  }
}
