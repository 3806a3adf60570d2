package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;
import static io.lethe.kernels.vector.Lanes.start;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * Weighted sums of gathered rows, held in registers for a block of columns and many rows. Columns in
 * which vectors overlap are computed twice with the same result, and added to the output once.
 */
final class VectorSums {

  private VectorSums() {}

  static void gatherSum(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset) {
    for (int start = from; start < to; start += Kernels.SUM_BLOCK_ROWS) {
      int end = Math.min(to, start + Kernels.SUM_BLOCK_ROWS);
      for (int column = 0; column < table.width(); column += Lanes.BLOCK) {
        sumBlock(table, indices, weights, start, end, out, outOffset, column);
      }
    }
  }

  private static void sumBlock(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset, int column) {
    int s0 = start(column, table.width());
    int s1 = start(column + COUNT, table.width());
    int s2 = start(column + 2 * COUNT, table.width());
    int s3 = start(column + 3 * COUNT, table.width());
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      float[] page = table.pageOf(indices[k]);
      int row = table.offsetOf(indices[k]);
      FloatVector weight = FloatVector.broadcast(SPECIES, weights[k]);
      sum0 = FloatVector.fromArray(SPECIES, page, row + s0).fma(weight, sum0);
      sum1 = FloatVector.fromArray(SPECIES, page, row + s1).fma(weight, sum1);
      sum2 = FloatVector.fromArray(SPECIES, page, row + s2).fma(weight, sum2);
      sum3 = FloatVector.fromArray(SPECIES, page, row + s3).fma(weight, sum3);
    }
    // All four are read before any is written, and an earlier block's columns are zeroed.
    FloatVector out0 = FloatVector.fromArray(SPECIES, out, outOffset + s0);
    FloatVector out1 = FloatVector.fromArray(SPECIES, out, outOffset + s1);
    FloatVector out2 = FloatVector.fromArray(SPECIES, out, outOffset + s2);
    FloatVector out3 = FloatVector.fromArray(SPECIES, out, outOffset + s3);
    out0.add(Lanes.from(column, s0, sum0)).intoArray(out, outOffset + s0);
    out1.add(Lanes.from(column, s1, sum1)).intoArray(out, outOffset + s1);
    out2.add(Lanes.from(column, s2, sum2)).intoArray(out, outOffset + s2);
    out3.add(Lanes.from(column, s3, sum3)).intoArray(out, outOffset + s3);
  }
}
