package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;
import static io.lethe.kernels.vector.Lanes.start;

import io.lethe.kernels.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * Weighted sums of gathered rows of a flat table, held in registers: one, two or four vectors of
 * columns at a time, as many as are left. Columns in which vectors overlap are computed twice with
 * the same result, and added to the output once.
 *
 * @param rowWeights one per row of the table
 */
record VectorRowSums(float[] rows, int rowsOffset, int width, int[] indices, float[] rowWeights) {

  void addTo(int from, int to, float factor, float[] out, int outOffset) {
    for (int first = from; first < to; first += Kernels.SUM_BLOCK_ROWS) {
      int end = Math.min(to, first + Kernels.SUM_BLOCK_ROWS);
      int column = 0;
      while (column < width) {
        int left = width - column;
        if (left > 2 * COUNT) {
          addFour(first, end, factor, out, outOffset, column);
          column += 4 * COUNT;
        } else if (left > COUNT) {
          addTwo(first, end, factor, out, outOffset, column);
          column += 2 * COUNT;
        } else {
          addOne(first, end, factor, out, outOffset, column);
          column += COUNT;
        }
      }
    }
  }

  private void addOne(int from, int to, float factor, float[] out, int outOffset, int column) {
    int s0 = start(column, width);
    FloatVector sum0 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = rowsOffset + indices[k] * width;
      FloatVector weight = FloatVector.broadcast(SPECIES, rowWeights[indices[k]]);
      sum0 = FloatVector.fromArray(SPECIES, rows, row + s0).fma(weight, sum0);
    }
    addOnce(sum0, column, s0, factor, out, outOffset);
  }

  private void addTwo(int from, int to, float factor, float[] out, int outOffset, int column) {
    int s0 = start(column, width);
    int s1 = start(column + COUNT, width);
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = rowsOffset + indices[k] * width;
      FloatVector weight = FloatVector.broadcast(SPECIES, rowWeights[indices[k]]);
      sum0 = FloatVector.fromArray(SPECIES, rows, row + s0).fma(weight, sum0);
      sum1 = FloatVector.fromArray(SPECIES, rows, row + s1).fma(weight, sum1);
    }
    addOnce(sum0, column, s0, factor, out, outOffset);
    addOnce(sum1, column + COUNT, s1, factor, out, outOffset);
  }

  private void addFour(int from, int to, float factor, float[] out, int outOffset, int column) {
    int s0 = start(column, width);
    int s1 = start(column + COUNT, width);
    int s2 = start(column + 2 * COUNT, width);
    int s3 = start(column + 3 * COUNT, width);
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = rowsOffset + indices[k] * width;
      FloatVector weight = FloatVector.broadcast(SPECIES, rowWeights[indices[k]]);
      sum0 = FloatVector.fromArray(SPECIES, rows, row + s0).fma(weight, sum0);
      sum1 = FloatVector.fromArray(SPECIES, rows, row + s1).fma(weight, sum1);
      sum2 = FloatVector.fromArray(SPECIES, rows, row + s2).fma(weight, sum2);
      sum3 = FloatVector.fromArray(SPECIES, rows, row + s3).fma(weight, sum3);
    }
    addOnce(sum0, column, s0, factor, out, outOffset);
    addOnce(sum1, column + COUNT, s1, factor, out, outOffset);
    addOnce(sum2, column + 2 * COUNT, s2, factor, out, outOffset);
    addOnce(sum3, column + 3 * COUNT, s3, factor, out, outOffset);
  }

  /** Adds the lanes of the columns from {@code column} on; others are an earlier vector's. */
  private static void addOnce(
      FloatVector sum, int column, int start, float factor, float[] out, int outOffset) {
    FloatVector before = FloatVector.fromArray(SPECIES, out, outOffset + start);
    before.add(Lanes.from(column, start, sum).mul(factor)).intoArray(out, outOffset + start);
  }
}
