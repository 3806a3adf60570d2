package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.plugins.ials.iteration.Lanczos;
import io.lethe.plugins.ials.iteration.Tables;
import io.lethe.training.Descent;

/**
 * How far scores can be from those at the objective's minimum, whatever rows it has: a bound from
 * duality, no guess from what trainings do.
 *
 * <p>With rows wide enough the minimum over X and Y is that of {@code F(S) = sum of c (p - s)^2 + 2 reg
 * |S|*} over score matrices S, |S|* the nuclear norm (Srebro, Rennie, Jaakkola 2005). F is convex, and
 * as c is 1 at least, {@code F(S) - F(S_min) >= |S - S_min|^2} in the Frobenius norm: the scores at
 * the minimum are unique. For E = c (p - s) and theta = min(1, reg / |E|), |E| the spectral norm,
 * theta E is dual feasible, and objective minus dual value is
 *
 * <pre>
 *   (1 - theta)^2 loss + (1 - theta) reg (|X|^2 + |Y|^2) + theta (g_X . X + g_Y . Y)
 * </pre>
 *
 * with half gradients g. Both must vanish: the gradient, and what |E| has above reg. At a saddle, or
 * where rows are too short for the minimum, |E| stays above reg.
 *
 * @param spectral |E| over reg, {@link #MARGIN} included
 * @param distance at most so far are scores from those at the minimum, in the Frobenius norm over
 *     that of the scores; 0 without scores
 */
record Optimality(double spectral, double distance) {

  /** Added to the relative estimate of |E|, which comes from below. */
  static final double MARGIN = 1e-5;

  /** Up to this distance the minimum counts as found. */
  static final double DISTANCE_MAX = 0.01;

  /** Whether the minimum is found, whose scores are the same for every seed. */
  boolean unique() {
    return distance <= DISTANCE_MAX;
  }

  /**
   * The measure; O(interactions * width + rows * width^2) and, for each of up to 300 Lanczos steps,
   * O(interactions + rows * width).
   */
  static Optimality of(
      Kernels kernels, Workers workers, PairMatrix pairs, PairTables tables, float reg) {
    ScoreResiduals residuals = new ScoreResiduals(kernels, workers, pairs, tables);
    double squares = product(
        HalfSweep.exactGram(kernels, workers, tables.users()),
        HalfSweep.exactGram(kernels, workers, tables.items()));
    double largest = Math.sqrt(Lanczos.largest(vector -> {
      Descent.checkInterrupt();
      return residuals.squared(vector);
    }, tables.items().rows()));
    double spectral = largest / reg * (1 + MARGIN);
    double theta = Math.min(1, 1 / spectral);
    double ridge = reg
        * (Tables.dot(tables.users(), tables.users()) + Tables.dot(tables.items(), tables.items()));
    double slope = slope(kernels, workers, pairs.users(), tables.users(), tables.items(), reg)
        + slope(kernels, workers, pairs.items(), tables.items(), tables.users(), reg);
    double loss = squares + residuals.excess();
    double gap = (1 - theta) * (1 - theta) * loss + (1 - theta) * ridge + theta * Math.abs(slope);
    return new Optimality(spectral, gap == 0 ? 0 : Math.sqrt(gap / squares));
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k] * right[k];
    }
    return sum;
  }

  /** Half gradient times row, summed over one side. */
  private static double slope(
      Kernels kernels, Workers workers, SparseSide side, EmbeddingTable table, EmbeddingTable fixed,
      float reg) {
    float[] gram = HalfSweep.gram(kernels, workers, fixed);
    float[] products = new float[side.size()];
    double[] each = new double[side.rows()];
    BalancedRows.of(side).run(workers, (from, to) -> {
      RowGradient gradient = new RowGradient(kernels, side, fixed, gram, reg, products);
      float[] out = new float[table.width()];
      for (int row = from; row < to; row++) {
        gradient.of(table, row, out);
        each[row] = kernels.dot(out, 0, table.pageOf(row), table.offsetOf(row), out.length);
      }
    });
    double sum = 0;
    for (double value : each) {
      sum += value;
    }
    return sum;
  }
}
