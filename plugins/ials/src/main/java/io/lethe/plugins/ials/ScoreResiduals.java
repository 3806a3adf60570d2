package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;

/**
 * Minus half the slope of the squared errors of all pairs in the scores: users times items, {@code c (p
 * - score)}. Held as a sparse matrix minus the product of the tables: {@code 1 + extra - extra * score}
 * at interactions, minus the score everywhere. Products are in doubles. Immutable.
 */
final class ScoreResiduals {

  private final Workers workers;
  private final PairMatrix pairs;
  private final PairTables tables;
  private final float[] userScores;
  private final float[] itemScores;

  ScoreResiduals(Kernels kernels, Workers workers, PairMatrix pairs, PairTables tables) {
    this.workers = workers;
    this.pairs = pairs;
    this.tables = tables;
    this.userScores = scores(kernels, pairs.users(), tables.users(), tables.items());
    this.itemScores = scores(kernels, pairs.items(), tables.items(), tables.users());
  }

  private float[] scores(
      Kernels kernels, SparseSide side, EmbeddingTable table, EmbeddingTable fixed) {
    float[] scores = new float[side.size()];
    BalancedRows.of(side).run(workers, (from, to) -> {
      for (int row = from; row < to; row++) {
        kernels.gatherDots(
            fixed, side.columns(), side.starts()[row], side.starts()[row + 1], table.pageOf(row),
            table.offsetOf(row), scores);
      }
    });
    return scores;
  }

  /**
   * What interactions add to the squared errors of all pairs beyond the squares of all scores: {@code
   * (1 + extra) (1 - score)^2 - score^2}, summed.
   */
  double excess() {
    double sum = 0;
    for (int k = 0; k < userScores.length; k++) {
      double score = userScores[k];
      sum += (1 + (double) pairs.users().extras()[k]) * (1 - score) * (1 - score) - score * score;
    }
    return sum;
  }

  /** The matrix, transposed, times the matrix, times one number an item. */
  double[] squared(double[] ofItems) {
    double[] ofUsers = times(pairs.users(), userScores, tables.users(), tables.items(), ofItems);
    return times(pairs.items(), itemScores, tables.items(), tables.users(), ofUsers);
  }

  private double[] times(
      SparseSide side, float[] scores, EmbeddingTable table, EmbeddingTable fixed,
      double[] vector) {
    int width = table.width();
    double[] mixed = new double[width];
    for (int row = 0; row < vector.length; row++) {
      float[] page = fixed.pageOf(row);
      int at = fixed.offsetOf(row);
      for (int c = 0; c < width; c++) {
        mixed[c] += vector[row] * page[at + c];
      }
    }
    double[] out = new double[side.rows()];
    BalancedRows.of(side).run(workers, (from, to) -> {
      for (int row = from; row < to; row++) {
        float[] page = table.pageOf(row);
        int at = table.offsetOf(row);
        double sum = 0;
        for (int c = 0; c < width; c++) {
          sum -= mixed[c] * page[at + c];
        }
        for (int k = side.starts()[row]; k < side.starts()[row + 1]; k++) {
          double extra = side.extras()[k];
          sum += (1 + extra - extra * scores[k]) * vector[side.columns()[k]];
        }
        out[row] = sum;
      }
    });
    return out;
  }
}
