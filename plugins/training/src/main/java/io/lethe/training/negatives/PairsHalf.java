package io.lethe.training.negatives;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import java.util.Arrays;

/**
 * One side of {@link AllPairs}: each of its rows meets all {@code others}, with weight own times
 * other's. Immutable.
 *
 * @param rows of this side that have a weight, ascending
 * @param weights of these rows
 * @param own table of this side
 * @param other table of the other side
 * @param others rows of the other side
 * @param otherWeights of these
 */
record PairsHalf(
    Kernels kernels, int[] rows, float[] weights, EmbeddingTable own, EmbeddingTable other,
    int[] others, float[] otherWeights) {

  /** What one task computes a row with, reused from row to row. */
  static final class Scratch {
    private final float[] zeros;
    private final float[] scores;
    private final float[] coefficients;
    private final float[] changes;
    private final float[] moved;

    Scratch(int others, int moved) {
      this.zeros = new float[others];
      this.scores = new float[others];
      this.coefficients = new float[others];
      this.changes = new float[others];
      this.moved = new float[moved];
    }
  }

  /** Directions of some of the others. */
  record Moves(EmbeddingTable table, int[] tableRows, int[] places) {
    /**
     * Those of a vector.
     *
     * @param selected rows of the other side, ascending
     * @param vector the selected rows' directions from {@code offset}
     */
    static Moves of(PairsHalf half, int[] selected, float[] vector, int offset) {
      int width = half.own.width();
      int[] tableRows = new int[selected.length];
      int[] places = new int[selected.length];
      int count = 0;
      for (int k = 0; k < selected.length; k++) {
        int place = Arrays.binarySearch(half.others, selected[k]);
        if (place >= 0) {
          tableRows[count] = k;
          places[count++] = place;
        }
      }
      float[] rows = Arrays.copyOfRange(vector, offset, offset + selected.length * width);
      return new Moves(
          EmbeddingTable.wrap(rows, width), Arrays.copyOf(tableRows, count),
          Arrays.copyOf(places, count));
    }
  }

  Scratch scratch(int moved) {
    return new Scratch(others.length, moved);
  }

  /** Weight of a row of this side, 0 if it has none. */
  float weight(int row) {
    int place = Arrays.binarySearch(rows, row);
    return place < 0 ? 0 : weights[place];
  }

  private void score(int row, Scratch scratch) {
    kernels.gatherDots(
        other, others, 0, others.length, own.pageOf(row), own.offsetOf(row), scratch.scores);
  }

  /** Weighted sum of {@code log(1 + exp(score))} of a row with a weight. */
  double loss(int row, Scratch scratch) {
    score(row, scratch);
    double sum = 0;
    for (int k = 0; k < others.length; k++) {
      double z = scratch.scores[k];
      sum += otherWeights[k] * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))));
    }
    return weight(row) * sum;
  }

  /** Adds a row's gradient. */
  void addGradient(int row, Scratch scratch, float[] out, int offset) {
    score(row, scratch);
    kernels.logisticResidual(scratch.scores, scratch.zeros, scratch.coefficients, 0, others.length);
    weigh(weight(row), scratch.coefficients);
    kernels.gatherSum(other, others, scratch.coefficients, 0, others.length, out, offset);
  }

  private void weigh(float weight, float[] values) {
    for (int k = 0; k < others.length; k++) {
      values[k] *= weight * otherWeights[k];
    }
  }

  /**
   * Adds a row of a product with the Hessian.
   *
   * @param direction of the row, from {@code at}
   */
  void addProduct(
      int row, float[] direction, int at, Moves moves, Scratch scratch, float[] out, int offset) {
    score(row, scratch);
    float weight = weight(row);
    changes(row, direction, at, moves, scratch);
    kernels.logisticCurvature(scratch.scores, scratch.coefficients, 0, others.length);
    for (int k = 0; k < others.length; k++) {
      scratch.coefficients[k] *= scratch.changes[k];
    }
    weigh(weight, scratch.coefficients);
    kernels.gatherSum(other, others, scratch.coefficients, 0, others.length, out, offset);
    if (moves.places.length > 0) {
      addResiduals(weight, moves, scratch, out, offset);
    }
  }

  /** How each pair's score changes. */
  private void changes(int row, float[] direction, int at, Moves moves, Scratch scratch) {
    kernels.gatherDots(other, others, 0, others.length, direction, at, scratch.changes);
    int count = moves.places.length;
    kernels.gatherDots(
        moves.table, moves.tableRows, 0, count, own.pageOf(row), own.offsetOf(row), scratch.moved);
    for (int k = 0; k < count; k++) {
      scratch.changes[moves.places[k]] += scratch.moved[k];
    }
  }

  private void addResiduals(float weight, Moves moves, Scratch scratch, float[] out, int offset) {
    kernels.logisticResidual(scratch.scores, scratch.zeros, scratch.coefficients, 0, others.length);
    weigh(weight, scratch.coefficients);
    int count = moves.places.length;
    for (int k = 0; k < count; k++) {
      scratch.moved[k] = scratch.coefficients[moves.places[k]];
    }
    kernels.gatherSum(moves.table, moves.tableRows, scratch.moved, 0, count, out, offset);
  }
}
