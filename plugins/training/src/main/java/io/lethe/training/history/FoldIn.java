package io.lethe.training.history;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.history.RowSolver.Own;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import org.jspecify.annotations.Nullable;

/**
 * The row of a history under the logistic loss while the items stand still: the minimum of the
 * history's own terms, implicit negatives as they are drawn on average ({@link NegativePool}).
 *
 * <p>The pool is found once, when a row is first asked for. A row then costs some seven times
 * O((history + pool) * width) and four times O((history + pool) * width^2 + width^3). Immutable but
 * for the pool; keeps nothing of a history.
 */
public final class FoldIn {

  /** Without L2 the minimum of a few terms of one label lies at infinity. */
  public static final double RIDGE_MIN = 0.01;

  private final ModelShape shape;
  private final EmbeddingTable items;
  private final EntityKeys keys;
  private final Kernels kernels;
  private volatile @Nullable RowSolver solver;

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
   * @param ridge at least 0; below {@value #RIDGE_MIN} it counts as that
   */
  public float[] row(GivenHistory history, float[] center, double ridge) {
    Own own = own(history);
    if (own.isEmpty()) {
      return center.clone();
    }
    double[] start = new double[center.length];
    for (int c = 0; c < start.length; c++) {
      start[c] = center[c];
    }
    double[] row = solver().minimum(own, start, start, Math.max(ridge, RIDGE_MIN));
    float[] rounded = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      rounded[c] = (float) row[c];
    }
    return rounded;
  }

  /** The history's terms, and with each positive one its draws among the pool. */
  private Own own(GivenHistory history) {
    LossTerms terms = shape.terms();
    int count = 0;
    for (float value : history.values()) {
      count += terms.counts(value) ? 1 : 0;
    }
    int[] others = new int[count];
    float[] labels = new float[count];
    int next = 0;
    for (int k = 0; k < history.size(); k++) {
      if (terms.counts(history.values()[k])) {
        others[next] = history.items()[k];
        labels[next++] = terms.label(history.values()[k]);
      }
    }
    return new Own(others, labels, (float) count * terms.sampled());
  }

  /** The same for all callers, so that two threads may find it at once. */
  private RowSolver solver() {
    RowSolver found = solver;
    if (found == null) {
      found = new RowSolver(
          kernels, items, shape.frozen(Side.USER, items.width()),
          NegativePool.of(shape.terms(), keys));
      solver = found;
    }
    return found;
  }
}
