package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;

/**
 * How far rows are from a stationary point of the objective on given interactions.
 *
 * @param gradient norm of half the objective's gradient over all rows
 * @param ridge norm of half the gradient of its L2 part
 */
record Stationarity(double gradient, double ridge) {

  /** The measure; O(interactions * width + rows * width^2). */
  static Stationarity of(
      Kernels kernels, Workers workers, PairMatrix pairs, PairTables tables, float reg) {
    float[] products = new float[pairs.size()];
    double[] users = side(
        kernels, workers, pairs.users(), tables.users(), tables.items(), reg, products);
    double[] items = side(
        kernels, workers, pairs.items(), tables.items(), tables.users(), reg, products);
    return new Stationarity(Math.sqrt(users[0] + items[0]), reg * Math.sqrt(users[1] + items[1]));
  }

  private static double[] side(
      Kernels kernels, Workers workers, SparseSide side, EmbeddingTable table, EmbeddingTable fixed,
      float reg, float[] products) {
    float[] gram = HalfSweep.gram(kernels, workers, fixed);
    double[] gradients = new double[side.rows()];
    double[] squares = new double[side.rows()];
    BalancedRows.of(side).run(workers, (from, to) -> {
      RowGradient gradient = new RowGradient(kernels, side, fixed, gram, reg, products);
      float[] out = new float[table.width()];
      for (int row = from; row < to; row++) {
        gradient.of(table, row, out);
        gradients[row] = kernels.sumOfSquares(out, 0, out.length);
        squares[row] = kernels.sumOfSquares(table.pageOf(row), table.offsetOf(row), out.length);
      }
    });
    return new double[]{sum(gradients), sum(squares)};
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The gradient's norm over that of the L2 part; 0 where both are 0. */
  double relative() {
    return gradient == 0 ? 0 : gradient / ridge;
  }
}
