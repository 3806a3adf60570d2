package io.lethe.plugins.ease;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.dense.PositiveDefiniteInverse;
import io.lethe.kernels.nd4j.DenseAlgebra;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.spi.PluginException;

/**
 * Makes the inverse of {@code X'X + lambda I} from histories. There are two ways to invert, and after
 * each of them the residual is measured: where it is bad, or the way cannot be gone at all, the other
 * one is taken. Safe for concurrent use.
 */
final class Factorizer {

  /** From here on ND4J's faster products make up for loading it (README, figures). */
  static final int ND4J_FROM_ITEMS = 8000;

  private static final int[] NOTHING_TOUCHED = {};

  private final DenseInverse own;
  private final DenseInverse nd4j;
  private final Workers workers;

  Factorizer(DenseInverse own, DenseInverse nd4j, Workers workers) {
    this.own = own;
    this.nd4j = nd4j;
    this.workers = workers;
  }

  /** Both ways, on a host's threads. Cheap; loads nothing of ND4J. */
  static Factorizer of(NativeCalls calls, Workers workers) {
    return new Factorizer(new OwnInverse(workers), new Nd4jInverse(calls, workers), workers);
  }

  /** The threads it works on. */
  Workers workers() {
    return workers;
  }

  /**
   * A factorization.
   *
   * @param byNd4j which way was taken
   */
  record Factorized(Inverse inverse, boolean byNd4j) {}

  /**
   * Factorizes. O(items^3).
   *
   * @throws PluginException of kind {@code NOT_FINITE} if no way leads to an inverse within tolerance; of
   *     kind {@code CANCELLED} if the thread is interrupted
   */
  Factorized factorized(Histories histories, double lambda) {
    boolean large = histories.itemCount() >= ND4J_FROM_ITEMS;
    StringBuilder failures = new StringBuilder();
    for (boolean byNd4j : new boolean[]{large, !large}) {
      DenseInverse way = byNd4j ? nd4j : own;
      try {
        Inverse inverse = inverse(way, histories, lambda);
        double residual = Residual.of(inverse, histories, lambda, NOTHING_TOUCHED, workers);
        if (residual <= EaseModel.TOLERANCE) {
          return new Factorized(inverse, byNd4j);
        }
        failures.append("; ").append(way).append(" leaves a residual of ").append(residual);
      } catch (ArithmeticException | LinkageError | OutOfMemoryError e) {
        failures.append("; ").append(way).append(": ").append(e);
      }
    }
    throw new PluginException(
        PluginException.Kind.NOT_FINITE, "no inverse of %d items with lambda %s%s"
            .formatted(histories.itemCount(), lambda, failures));
  }

  private Inverse inverse(DenseInverse way, Histories histories, double lambda) {
    int n = histories.itemCount();
    checkInterrupt();
    double[] matrix = new Gram(histories).lower(lambda, workers);
    way.invert(matrix, n, Factorizer::checkInterrupt);
    SplitTable table = SplitTable.zeros(n, n);
    workers.run(Math.ceilDiv(n, table.high().rowsPerPage()), 1, (from, to) -> {
      int end = Math.min(n, to * table.high().rowsPerPage());
      for (int row = from * table.high().rowsPerPage(); row < end; row++) {
        table.fill(row, matrix, row * n);
      }
    });
    return Inverse.of(table);
  }

  /** Ends long work when the calling thread is interrupted; the interrupt stays for the host to see. */
  static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginException(PluginException.Kind.CANCELLED, "interrupted");
    }
  }

  /** One way to invert a symmetric positive definite matrix in double precision. */
  interface DenseInverse {

    /**
     * Replaces a matrix by its inverse, both triangles.
     *
     * @param matrix {@code n * n} doubles, of which the lower triangle is read
     * @param between called now and then; what it throws ends the work
     * @throws ArithmeticException if the matrix is not positive definite to rounding
     */
    void invert(double[] matrix, int n, Runnable between);
  }

  /** Lethe's own kernels: there at once. */
  record OwnInverse(Workers workers) implements DenseInverse {

    @Override
    public void invert(double[] matrix, int n, Runnable between) {
      new PositiveDefiniteInverse(Kernels.fastest(), workers).invert(matrix, n, between);
    }

    @Override
    public String toString() {
      return "the kernels' inverse";
    }
  }

  /**
   * ND4J: faster products, but its first use loads and unpacks native libraries, which takes seconds.
   * Nothing of ND4J is loaded before {@link #invert} is called.
   *
   * @param calls the one gate to ND4J of this plugin
   */
  record Nd4jInverse(NativeCalls calls, Workers workers) implements DenseInverse {

    @Override
    public void invert(double[] matrix, int n, Runnable between) {
      calls.run(() -> {
        // One thread inside each product: then the bits do not depend on how many there are.
        new DenseAlgebra(1).invertPositiveDefinite(matrix, n, workers, between);
        return matrix;
      });
    }

    @Override
    public String toString() {
      return "ND4J's inverse";
    }
  }
}
