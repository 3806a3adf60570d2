package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.dense.PositiveDefiniteInverse;
import io.lethe.spi.PluginException;

/** Makes the inverse of {@code X'X + lambda I} from histories, and measures how good it is. */
final class Factorizer {

  private final Workers workers;
  private final DenseInverse own;

  Factorizer(DenseInverse own, Workers workers) {
    this.own = own;
    this.workers = workers;
  }

  static Factorizer of(Kernels kernels, Workers workers) {
    return new Factorizer(new PositiveDefiniteInverse(kernels, workers)::invert, workers);
  }

  /**
   * Factorizes. O(items^3).
   *
   * @throws PluginException of kind {@code NOT_FINITE} if no implementation gives an inverse; of kind
   *     {@code CANCELLED} if the thread is interrupted
   */
  Inverse inverse(Histories histories, double lambda) {
    int n = histories.itemCount();
    double[] matrix = new Gram(histories).lower(lambda, workers);
    try {
      own.invert(matrix, n, Interrupts::check);
    } catch (ArithmeticException e) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "no inverse with lambda %s: %s".formatted(lambda, e.getMessage()), e);
    }
    return Inverse.of(table(matrix, n));
  }

  private SplitTable table(double[] matrix, int n) {
    SplitTable table = SplitTable.zeros(n, n);
    workers.run(n, 16, (from, to) -> {
      for (int row = from; row < to; row++) {
        table.fill(row, matrix, row * n);
      }
    });
    return table;
  }
}
