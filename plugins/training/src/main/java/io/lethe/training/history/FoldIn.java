package io.lethe.training.history;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.history.RowObjective.Terms;
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
  private static final double RIDGE_MIN = 0.01;

  private final ModelShape shape;
  private final EmbeddingTable items;
  private final EntityKeys keys;
  private final Kernels kernels;
  private volatile @Nullable Pool pool;

  private record Pool(NegativePool negatives, double[] gram) {}

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
    int own = 0;
    for (float value : history.values()) {
      own += shape.terms().counts(value) ? 1 : 0;
    }
    if (own == 0) {
      return center.clone();
    }
    double used = Math.max(ridge, RIDGE_MIN);
    double[] start = new double[center.length];
    for (int c = 0; c < start.length; c++) {
      start[c] = center[c];
    }
    RowObjective objective = new RowObjective(
        kernels, items, terms(history, own), used, center, shape.frozen(Side.USER, center.length));
    double[] row = RowMinimum.of(objective, start, used);
    float[] rounded = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      rounded[c] = (float) row[c];
    }
    return rounded;
  }

  /** The history's own terms, and with each positive one its draws among the pool. */
  private Terms terms(GivenHistory history, int own) {
    NegativePool negatives = pool().negatives();
    int size = own + negatives.items().length;
    float draws = (float) own * shape.terms().sampled();
    double[] gram = pool().gram().clone();
    for (int k = 0; k < gram.length; k++) {
      gram[k] *= draws;
    }
    Terms terms = new Terms(new int[size], new float[size], new float[size], own, gram);
    int next = 0;
    for (int k = 0; k < history.size(); k++) {
      if (shape.terms().counts(history.values()[k])) {
        terms.items()[next] = history.items()[k];
        terms.labels()[next] = shape.terms().label(history.values()[k]);
        terms.weights()[next++] = 1;
      }
    }
    for (int k = 0; k < negatives.items().length; k++) {
      terms.items()[own + k] = negatives.items()[k];
      terms.weights()[own + k] = draws * negatives.shares()[k];
    }
    return terms;
  }

  /** The same for all callers, so that two threads may find it at once. */
  private Pool pool() {
    Pool found = pool;
    if (found == null) {
      NegativePool negatives = NegativePool.of(shape.terms(), keys);
      found = new Pool(
          negatives, GramMatrix.gathered(
              kernels, items, negatives.items(), negatives.shares(), 0, negatives.items().length));
      pool = found;
    }
    return found;
  }
}
