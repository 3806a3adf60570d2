package io.lethe.kernels.vector;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over rows at least one vector wide. Columns go in blocks of up to four vectors, held in
 * registers for all rows. Where a block is not whole vectors, its last vectors are moved left to end
 * with the row and overlap: sums then compute some columns twice with the same result, and products
 * zero the query in the lanes already covered. So there are no masks and no scalar tails.
 */
final class VectorRows {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BLOCK = 4 * LANES;
  private static final FloatVector LANE = FloatVector.zero(SPECIES).addIndex(1);

  private VectorRows() {}

  /** The query's columns from {@code column}, zero in lanes that lie before it. */
  private static FloatVector query(float[] query, int queryOffset, int column, int width) {
    int start = Math.min(column, width - LANES);
    return FloatVector.fromArray(SPECIES, query, queryOffset + start)
        .blend(0f, LANE.compare(VectorOperators.LT, (float) (column - start)));
  }

  static void dots(
      float[] query, int queryOffset, int width, float[] rows, int rowsOffset, int count,
      float[] out, int outOffset) {
    int last = width - LANES;
    for (int b = 0; b < width; b += BLOCK) {
      int b1 = Math.min(b + LANES, last);
      int b2 = Math.min(b + 2 * LANES, last);
      int b3 = Math.min(b + 3 * LANES, last);
      int b0 = Math.min(b, last);
      FloatVector q0 = query(query, queryOffset, b, width);
      FloatVector q1 = query(query, queryOffset, b + LANES, width);
      FloatVector q2 = query(query, queryOffset, b + 2 * LANES, width);
      FloatVector q3 = query(query, queryOffset, b + 3 * LANES, width);
      for (int k = 0; k < count; k++) {
        int row = rowsOffset + k * width;
        FloatVector left = FloatVector.fromArray(SPECIES, rows, row + b0).mul(q0);
        FloatVector right = FloatVector.fromArray(SPECIES, rows, row + b1).mul(q1);
        left = FloatVector.fromArray(SPECIES, rows, row + b2).fma(q2, left);
        right = FloatVector.fromArray(SPECIES, rows, row + b3).fma(q3, right);
        float sum = LaneSums.of(left.add(right));
        out[outOffset + k] = b == 0 ? sum : out[outOffset + k] + sum;
      }
    }
  }

  static void gatherDots(
      EmbeddingTable table, int[] indices, int from, int to, float[] query, int queryOffset,
      float[] out) {
    int width = table.width();
    int last = width - LANES;
    for (int b = 0; b < width; b += BLOCK) {
      int b1 = Math.min(b + LANES, last);
      int b2 = Math.min(b + 2 * LANES, last);
      int b3 = Math.min(b + 3 * LANES, last);
      int b0 = Math.min(b, last);
      FloatVector q0 = query(query, queryOffset, b, width);
      FloatVector q1 = query(query, queryOffset, b + LANES, width);
      FloatVector q2 = query(query, queryOffset, b + 2 * LANES, width);
      FloatVector q3 = query(query, queryOffset, b + 3 * LANES, width);
      for (int k = from; k < to; k++) {
        float[] page = table.pageOf(indices[k]);
        int row = table.offsetOf(indices[k]);
        FloatVector left = FloatVector.fromArray(SPECIES, page, row + b0).mul(q0);
        FloatVector right = FloatVector.fromArray(SPECIES, page, row + b1).mul(q1);
        left = FloatVector.fromArray(SPECIES, page, row + b2).fma(q2, left);
        right = FloatVector.fromArray(SPECIES, page, row + b3).fma(q3, right);
        float sum = LaneSums.of(left.add(right));
        out[k] = b == 0 ? sum : out[k] + sum;
      }
    }
  }

  static void gatherSum(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset) {
    for (int start = from; start < to; start += Kernels.SUM_BLOCK_ROWS) {
      int end = Math.min(to, start + Kernels.SUM_BLOCK_ROWS);
      for (int b = 0; b < table.width(); b += BLOCK) {
        sumBlock(table, indices, weights, start, end, out, outOffset, b);
      }
    }
  }

  private static void sumBlock(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset, int b) {
    int last = table.width() - LANES;
    int b0 = Math.min(b, last);
    int b1 = Math.min(b + LANES, last);
    int b2 = Math.min(b + 2 * LANES, last);
    int b3 = Math.min(b + 3 * LANES, last);
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      float[] page = table.pageOf(indices[k]);
      int row = table.offsetOf(indices[k]);
      FloatVector weight = FloatVector.broadcast(SPECIES, weights[k]);
      sum0 = FloatVector.fromArray(SPECIES, page, row + b0).fma(weight, sum0);
      sum1 = FloatVector.fromArray(SPECIES, page, row + b1).fma(weight, sum1);
      sum2 = FloatVector.fromArray(SPECIES, page, row + b2).fma(weight, sum2);
      sum3 = FloatVector.fromArray(SPECIES, page, row + b3).fma(weight, sum3);
    }
    // All four are read before any is written: overlapping columns must be added once.
    FloatVector out0 = FloatVector.fromArray(SPECIES, out, outOffset + b0).add(from(b, b0, sum0));
    FloatVector out1 = FloatVector.fromArray(SPECIES, out, outOffset + b1).add(from(b, b1, sum1));
    FloatVector out2 = FloatVector.fromArray(SPECIES, out, outOffset + b2).add(from(b, b2, sum2));
    FloatVector out3 = FloatVector.fromArray(SPECIES, out, outOffset + b3).add(from(b, b3, sum3));
    out0.intoArray(out, outOffset + b0);
    out1.intoArray(out, outOffset + b1);
    out2.intoArray(out, outOffset + b2);
    out3.intoArray(out, outOffset + b3);
  }

  /** Zeroes the lanes whose columns an earlier block has added already. */
  private static FloatVector from(int column, int start, FloatVector sum) {
    return start < column
        ? sum.blend(0f, LANE.compare(VectorOperators.LT, (float) (column - start)))
        : sum;
  }
}
