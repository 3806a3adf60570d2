package io.lethe.training.negatives;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;

/**
 * The curvature {@code s(1-s)} of a user's score of an item as a product of a number of the user and
 * one of the item, so that sums over all pairs factor into sums over users and sums over items.
 * Depends on the rows alone, not on any interactions. Nobody writes to the arrays.
 *
 * @param ofUsers one per user, about 1 on average
 * @param ofItems one per item: its mean curvature over the users looked at
 */
public record CurvatureProfile(float[] ofUsers, float[] ofItems) {
  /** Rows of the other side that each row is compared with; all if there are no more. */
  private static final int SAMPLE = 128;
  private static final int TASK_ROWS_MIN = 64;

  /**
   * Fits means over rows taken at even distances on the other side. O((users + items) * {@value
   * #SAMPLE} * width).
   */
  public static CurvatureProfile of(Kernels kernels, Workers workers, PairTables tables) {
    int[] users = spread(tables.users().rows());
    int[] items = spread(tables.items().rows());
    float[] ofItems = means(kernels, workers, tables.items(), tables.users(), users);
    float[] ofUsers = means(kernels, workers, tables.users(), tables.items(), items);
    double mean = 0;
    for (int item : items) {
      mean += ofItems[item] / (double) items.length;
    }
    kernels.scale((float) (1 / mean), ofUsers, 0, ofUsers.length);
    return new CurvatureProfile(ofUsers, ofItems);
  }

  private static int[] spread(int rows) {
    int[] some = new int[Math.min(SAMPLE, rows)];
    for (int k = 0; k < some.length; k++) {
      some[k] = (int) ((long) k * rows / some.length);
    }
    return some;
  }

  private static float[] means(
      Kernels kernels, Workers workers, EmbeddingTable own, EmbeddingTable other, int[] others) {
    float[] means = new float[own.rows()];
    workers.run(means.length, TASK_ROWS_MIN, (from, to) -> {
      float[] scores = new float[others.length];
      for (int row = from; row < to; row++) {
        kernels.gatherDots(
            other, others, 0, others.length, own.pageOf(row), own.offsetOf(row), scores);
        kernels.logisticCurvature(scores, scores, 0, scores.length);
        double sum = 0;
        for (float curvature : scores) {
          sum += curvature;
        }
        means[row] = (float) (sum / others.length);
      }
    });
    return means;
  }
}
