package io.lethe.training.history;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.training.history.RowObjective.Terms;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one side under the logistic loss while the other side stands still: the gradient and the
 * minimum of a row's own terms, implicit negatives as they are drawn on average ({@link NegativePool}).
 * Safe for concurrent use; immutable but for what it finds of the pool when first asked for a minimum.
 */
public final class RowSolver {

  private final Kernels kernels;
  private final EmbeddingTable fixed;
  private final int frozen;
  private final NegativePool pool;
  private volatile double @Nullable [] gram;

  /**
   * What a row has by itself.
   *
   * @param others rows of the other side, one per term, repeats allowed; only read
   * @param labels 1 for positive, 0 for negative
   * @param draws negatives that the row meets on average, in all; 0 or more
   */
  public record Own(int[] others, float[] labels, float draws) {

    public Own {
      if (others.length != labels.length || !(draws >= 0)) {
        throw new IllegalArgumentException(
            "%d terms with %d labels and %s draws".formatted(others.length, labels.length, draws));
      }
    }

    /** Whether no term of the loss is there. */
    public boolean isEmpty() {
      return others.length == 0;
    }
  }

  /**
   * Rows beside fixed ones.
   *
   * @param frozen coordinate of the rows that never moves, -1 for none
   * @param pool negatives among the fixed rows
   */
  public RowSolver(Kernels kernels, EmbeddingTable fixed, int frozen, NegativePool pool) {
    this.kernels = kernels;
    this.fixed = fixed;
    this.frozen = frozen;
    this.pool = pool;
  }

  /** The gradient of a row's terms at a row, L2 left out. O((terms + pool) * width). */
  public double[] gradient(Own own, double[] row) {
    return objective(own, 0, row).gradientAt(row);
  }

  /**
   * The row of least {@code loss + ridge/2 * |row - center|^2}. Some seven times O((terms + pool) * width)
   * and up to four times O((terms + pool) * width^2 + width^3); less from a start that is near.
   *
   * @param start only read, as is {@code center}
   * @param ridge above 0
   */
  public double[] minimum(Own own, double[] start, double[] center, double ridge) {
    return RowMinimum.of(objective(own, ridge, center), start.clone(), ridge);
  }

  private RowObjective objective(Own own, double ridge, double[] center) {
    return new RowObjective(
        kernels, fixed, terms(own, ridge > 0 ? gram() : new double[0]), ridge, center, frozen);
  }

  /** The row's own terms, and its draws among the pool. */
  private Terms terms(Own own, double[] ofPool) {
    int count = own.others().length;
    int[] drawn = own.draws() == 0 ? new int[0] : pool.rows();
    int size = count + drawn.length;
    double[] scaled = ofPool.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= own.draws();
    }
    Terms terms = new Terms(
        Arrays.copyOf(own.others(), size), Arrays.copyOf(own.labels(), size), new float[size],
        count, scaled);
    Arrays.fill(terms.weights(), 0, count, 1);
    for (int k = 0; k < drawn.length; k++) {
      terms.items()[count + k] = drawn[k];
      terms.weights()[count + k] = own.draws() * pool.shares()[k];
    }
    return terms;
  }

  /** The same for all callers, so that two threads may find it at once. */
  private double[] gram() {
    double[] found = gram;
    if (found == null) {
      found = GramMatrix
          .gathered(kernels, fixed, pool.rows(), pool.shares(), 0, pool.rows().length);
      gram = found;
    }
    return found;
  }
}
