package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;

/**
 * Derivatives of {@code 1/2 sum over users |x_u - x_u B|^2} in the rows of B, whose diagonal is held at
 * 0: the gradient is {@code -X'(X - XB)}, and both products are {@code X'X V}, which no residual enters:
 * the loss is quadratic. A sum over users, not over their single interactions. Columns of B do not know
 * each other, so threads share them.
 */
final class EaseDerivatives implements ViewDerivatives {

  private static final int CHUNK_COLUMNS = 64;

  private final ItemWeights weights;
  private final Histories histories;
  private final Workers workers;

  EaseDerivatives(ItemWeights weights, Histories histories, Workers workers) {
    this.weights = weights;
    this.histories = histories;
    this.workers = workers;
  }

  @Override
  public double loss() {
    int n = weights.size();
    double[] parts = new double[Math.ceilDiv(n, CHUNK_COLUMNS)];
    chunks((first, width) -> {
      double[] matrix = weights.columns(first, first + width);
      double[] residual = new double[width];
      double sum = 0;
      for (int user = 0; user < histories.users(); user++) {
        residual(histories.of(user).distinct(), matrix, first, true, residual);
        for (double part : residual) {
          sum += part * part;
        }
      }
      parts[first / CHUNK_COLUMNS] = sum / 2;
    });
    double loss = 0;
    for (double part : parts) {
      loss += part;
    }
    return loss;
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    chunks(
        (first, width) -> sums(
            selection, weights.columns(first, first + width), first, width, true, out));
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    hessianProduct(selection, vector, out);
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    chunks((first, width) -> {
      double[] matrix = new double[weights.size() * width];
      for (int k = 0; k < selection.count(0); k++) {
        int row = selection.row(0, k);
        for (int c = 0; c < width; c++) {
          matrix[row * width + c] = row == first + c ? 0 : vector[k * weights.size() + first + c];
        }
      }
      sums(selection, matrix, first, width, false, out);
    });
  }

  /** Writes {@code -X'(X - XM)}, or {@code X'X M} without the target, in some columns of all rows. */
  private void sums(
      ParameterSelection selection, double[] matrix, int first, int width, boolean target,
      float[] out) {
    double[] sums = new double[selection.count(0) * width];
    double[] residual = new double[width];
    for (int user = 0; user < histories.users(); user++) {
      History history = histories.of(user).distinct();
      residual(history, matrix, first, target, residual);
      for (int k = history.from(); k < history.to(); k++) {
        int at = selection.position(0, history.items()[k]) * width;
        for (int c = 0; at >= 0 && c < width; c++) {
          sums[at + c] -= history.weights()[k] * residual[c];
        }
      }
    }
    for (int k = 0; k < selection.count(0); k++) {
      int row = selection.row(0, k);
      for (int c = 0; c < width; c++) {
        out[k * weights.size() + first + c] = row == first + c ? 0 : (float) sums[k * width + c];
      }
    }
  }

  /** {@code x - x M}, or {@code - x M} without the target, in the columns from {@code first} on. */
  private static void residual(
      History x, double[] matrix, int first, boolean target, double[] residual) {
    int width = residual.length;
    Arrays.fill(residual, 0);
    for (int k = x.from(); k < x.to(); k++) {
      int at = x.items()[k] * width;
      double weight = x.weights()[k];
      for (int c = 0; c < width; c++) {
        residual[c] -= weight * matrix[at + c];
      }
    }
    for (int k = x.from(); target && k < x.to(); k++) {
      int column = x.items()[k] - first;
      if (column >= 0 && column < width) {
        residual[column] += x.weights()[k];
      }
    }
  }

  private interface Chunk {
    void run(int first, int width);
  }

  private void chunks(Chunk chunk) {
    int n = weights.size();
    workers.run(Math.ceilDiv(n, CHUNK_COLUMNS), 1, (from, to) -> {
      for (int k = from; k < to; k++) {
        int first = k * CHUNK_COLUMNS;
        chunk.run(first, Math.min(CHUNK_COLUMNS, n - first));
      }
    });
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    for (int k = 0; k < selection.count(0); k++) {
      out[k] = histories.count(selection.row(0, k));
    }
  }

  /** An item's own block is its sum of squared weights times the identity; users have no parameters. */
  @Override
  public CurvatureFactors curvature() {
    int n = weights.size();
    double squares = 0;
    for (int user = 0; user < histories.users(); user++) {
      History history = histories.of(user).distinct();
      for (int k = history.from(); k < history.to(); k++) {
        squares += (double) history.weights()[k] * history.weights()[k];
      }
    }
    double[] itemFactor = new double[n * n];
    for (int k = 0; k < n; k++) {
      itemFactor[k * n + k] = squares;
    }
    long count = histories.size();
    return new CurvatureFactors(n, new double[n * n], itemFactor, count, count);
  }

  /** The weights B of items from items, in double: {@code score_j = sum over i of x_i B_ij}, its diagonal 0. */
  interface ItemWeights {

    /** Number of items. */
    int size();

    /**
     * Some columns of B.
     *
     * @return {@code size() * (to - from)} doubles, row after row
     */
    double[] columns(int from, int to);
  }
}
