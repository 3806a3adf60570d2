package io.lethe.plugins.ials.iteration;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.solve.Cholesky;
import java.util.ArrayList;
import java.util.List;

/**
 * Anderson acceleration (Walker and Ni 2011) of a fixed-point iteration {@code x -> g(x)} over tables:
 * the next start is the combination of the last results whose steps {@code g - x}, combined alike, are
 * smallest. Starts afresh where a step is longer than twice the one before. Keeps {@code 2 * window}
 * tables. Confined to one run.
 */
public final class Anderson {

  private static final double RIDGE = 1e-10;
  private static final double GROWTH_MAX = 2;

  private final int window;
  private final List<EmbeddingTable> results = new ArrayList<>();
  private final List<EmbeddingTable> steps = new ArrayList<>();
  private double[][] products = new double[0][0];
  private double lastNorm = Double.POSITIVE_INFINITY;

  /** Keeps so many results. */
  public Anderson(int window) {
    this.window = window;
  }

  /**
   * The next start.
   *
   * @param start x; only read
   * @param result g(x); kept, so nobody may write to it any more
   * @return a table of the caller's own
   */
  public EmbeddingTable next(EmbeddingTable start, EmbeddingTable result) {
    EmbeddingTable step = Tables.combined(List.of(result, start), new double[]{1, -1});
    double norm = Math.sqrt(Tables.dot(step, step));
    if (norm > GROWTH_MAX * lastNorm) {
      results.clear();
      steps.clear();
    }
    lastNorm = norm;
    if (steps.size() == window) {
      results.removeFirst();
      steps.removeFirst();
    }
    results.add(result);
    steps.add(step);
    return Tables.combined(results, weights());
  }

  /** Weights that sum up to 1 and make the combined step shortest. */
  private double[] weights() {
    int last = steps.size() - 1;
    growProducts();
    double[] matrix = new double[last * last];
    double[] weights = new double[last];
    double trace = 0;
    for (int i = 0; i < last; i++) {
      for (int j = 0; j < last; j++) {
        matrix[i * last + j] = products[i][j] - products[i][last] - products[last][j]
            + products[last][last];
      }
      weights[i] = products[last][last] - products[i][last];
      trace += matrix[i * last + i];
    }
    double[] all = new double[last + 1];
    all[last] = 1;
    if (trace > 0) {
      new Cholesky(matrix, last, RIDGE * trace).solve(weights);
      for (int i = 0; i < last; i++) {
        all[i] = weights[i];
        all[last] -= weights[i];
      }
    }
    return all;
  }

  private void growProducts() {
    int count = steps.size();
    double[][] next = new double[count][count];
    int shift = products.length == count ? 1 : 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        boolean known = i < count - 1 && count > 1 && i + shift < products.length;
        next[i][j] = known
            ? products[i + shift][j + shift]
            : Tables.dot(steps.get(i), steps.get(j));
        next[j][i] = next[i][j];
      }
    }
    products = next;
  }
}
