package io.lethe.training.negatives;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairSelection;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;

/**
 * The Gauss-Newton matrix of the expected negatives with a {@link CurvatureProfile} in place of each
 * pair's own curvature: {@code J' diag(weights of user times weights of item) J}, symmetric and
 * positive semi-definite. Products cost O(rows * width^2) and not users times items. Immutable.
 */
final class SeparableCurvature {
  private static final int TASK_ROWS_MIN = 64;
  private static final int CHUNK_ROWS = 256;

  private final Kernels kernels;
  private final Workers workers;
  private final PairTables tables;
  private final float[] userWeights;
  private final float[] itemWeights;
  private final double[] ofUsers;
  private final double[] ofItems;

  /** Sums over all rows. O((users + items) * width^2). */
  SeparableCurvature(
      Kernels kernels, Workers workers, PairTables tables, ExpectedNegatives negatives,
      CurvatureProfile profile) {
    this.kernels = kernels;
    this.workers = workers;
    this.tables = tables;
    this.userWeights = new float[tables.users().rows()];
    for (int k = 0; k < negatives.users().length; k++) {
      int user = negatives.users()[k];
      userWeights[user] = negatives.userWeights()[k] * profile.ofUsers()[user];
    }
    this.itemWeights = negatives.itemShares().clone();
    for (int item = 0; item < itemWeights.length; item++) {
      itemWeights[item] *= profile.ofItems()[item];
    }
    this.ofUsers = GramMatrix.weighted(kernels, workers, tables.users(), userWeights);
    this.ofItems = GramMatrix.weighted(kernels, workers, tables.items(), itemWeights);
  }

  /** Sum of all pairs' curvatures. */
  double weight() {
    return sum(userWeights) * sum(itemWeights);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * Adds each selected row's own block.
   *
   * @param blocks per selected row {@code width * width} numbers, users then items
   */
  void addBlocks(PairSelection rows, double[][] blocks) {
    int next = 0;
    for (int user : rows.users()) {
      addScaled(userWeights[user], ofItems, blocks[next++]);
    }
    for (int item : rows.items()) {
      addScaled(itemWeights[item], ofUsers, blocks[next++]);
    }
  }

  private static void addScaled(float factor, double[] matrix, double[] out) {
    for (int k = 0; k < matrix.length; k++) {
      out[k] += factor * matrix[k];
    }
  }

  /** Adds the product with a vector over the selected rows. */
  void addProduct(PairSelection rows, float[] vector, float[] out) {
    int items = rows.itemOffset(tables.width());
    float[] itemMoves = crossing(tables.items(), itemWeights, rows.items(), vector, items);
    float[] userMoves = crossing(tables.users(), userWeights, rows.users(), vector, 0);
    addSide(tables.users(), rows.users(), userWeights, floats(ofItems), itemMoves, vector, 0, out);
    addSide(
        tables.items(), rows.items(), itemWeights, floats(ofUsers), userMoves, vector, items, out);
  }

  /** {@code sum over selected rows of weight * row * direction'}; the same bits for any threads. */
  private float[] crossing(
      EmbeddingTable table, float[] weights, int[] selected, float[] vector, int offset) {
    int width = table.width();
    int chunks = Math.ceilDiv(selected.length, CHUNK_ROWS);
    float[][] parts = new float[chunks][width * width];
    workers.run(chunks, 1, (from, to) -> {
      for (int chunk = from; chunk < to; chunk++) {
        int end = Math.min(selected.length, (chunk + 1) * CHUNK_ROWS);
        for (int k = chunk * CHUNK_ROWS; k < end; k++) {
          float[] page = table.pageOf(selected[k]);
          int at = table.offsetOf(selected[k]);
          for (int c = 0; c < width && weights[selected[k]] != 0; c++) {
            float factor = weights[selected[k]] * page[at + c];
            kernels.addScaled(factor, vector, offset + k * width, parts[chunk], c * width, width);
          }
        }
      }
    });
    double[] sum = new double[width * width];
    for (float[] part : parts) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += part[k];
      }
    }
    return floats(sum);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  /** Adds {@code weight * (own * direction + crossing * row)} for each selected row. */
  private void addSide(
      EmbeddingTable table, int[] selected, float[] weights, float[] own, float[] crossing,
      float[] vector, int offset, float[] out) {
    int width = table.width();
    workers.run(selected.length, TASK_ROWS_MIN, (from, to) -> {
      float[] part = new float[width];
      for (int k = from; k < to; k++) {
        int row = selected[k];
        int at = offset + k * width;
        kernels.dots(vector, at, width, own, 0, width, part, 0);
        kernels.addScaled(weights[row], part, 0, out, at, width);
        kernels.dots(table.pageOf(row), table.offsetOf(row), width, crossing, 0, width, part, 0);
        kernels.addScaled(weights[row], part, 0, out, at, width);
      }
    });
  }
}
