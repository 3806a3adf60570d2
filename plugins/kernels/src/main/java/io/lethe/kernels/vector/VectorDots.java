package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;
import static io.lethe.kernels.vector.Lanes.start;

import io.lethe.kernels.EmbeddingTable;
import jdk.incubator.vector.FloatVector;

/**
 * Products of one query with many rows. The query's lanes are zero where a vector overlaps the one
 * before ({@link Lanes#start}).
 *
 * <p>The two loops are the same but for where rows come from, and are written out: helpers that take
 * and return vectors are not always inlined, and then every vector is allocated.
 */
final class VectorDots {

  private VectorDots() {}

  /** The query's columns from {@code column} on, zero in lanes that lie before it. */
  static FloatVector query(float[] query, int queryOffset, int column, int width) {
    int start = start(column, width);
    FloatVector v = FloatVector.fromArray(SPECIES, query, queryOffset + start);
    return Lanes.from(column, start, v);
  }

  static void dots(
      float[] query, int queryOffset, int width, float[] rows, int rowsOffset, int count,
      float[] out, int outOffset) {
    for (int column = 0; column < width; column += Lanes.BLOCK) {
      int s0 = start(column, width);
      int s1 = start(column + COUNT, width);
      int s2 = start(column + 2 * COUNT, width);
      int s3 = start(column + 3 * COUNT, width);
      FloatVector q0 = query(query, queryOffset, column, width);
      FloatVector q1 = query(query, queryOffset, column + COUNT, width);
      FloatVector q2 = query(query, queryOffset, column + 2 * COUNT, width);
      FloatVector q3 = query(query, queryOffset, column + 3 * COUNT, width);
      for (int k = 0; k < count; k++) {
        int row = rowsOffset + k * width;
        FloatVector left = FloatVector.fromArray(SPECIES, rows, row + s0).mul(q0);
        FloatVector right = FloatVector.fromArray(SPECIES, rows, row + s1).mul(q1);
        left = FloatVector.fromArray(SPECIES, rows, row + s2).fma(q2, left);
        right = FloatVector.fromArray(SPECIES, rows, row + s3).fma(q3, right);
        float sum = LaneSums.of(left.add(right));
        out[outOffset + k] = column == 0 ? sum : out[outOffset + k] + sum;
      }
    }
  }

  static void gatherDots(
      EmbeddingTable table, int[] indices, int from, int to, float[] query, int queryOffset,
      float[] out) {
    int width = table.width();
    for (int column = 0; column < width; column += Lanes.BLOCK) {
      int s0 = start(column, width);
      int s1 = start(column + COUNT, width);
      int s2 = start(column + 2 * COUNT, width);
      int s3 = start(column + 3 * COUNT, width);
      FloatVector q0 = query(query, queryOffset, column, width);
      FloatVector q1 = query(query, queryOffset, column + COUNT, width);
      FloatVector q2 = query(query, queryOffset, column + 2 * COUNT, width);
      FloatVector q3 = query(query, queryOffset, column + 3 * COUNT, width);
      for (int k = from; k < to; k++) {
        float[] page = table.pageOf(indices[k]);
        int row = table.offsetOf(indices[k]);
        FloatVector left = FloatVector.fromArray(SPECIES, page, row + s0).mul(q0);
        FloatVector right = FloatVector.fromArray(SPECIES, page, row + s1).mul(q1);
        left = FloatVector.fromArray(SPECIES, page, row + s2).fma(q2, left);
        right = FloatVector.fromArray(SPECIES, page, row + s3).fma(q3, right);
        float sum = LaneSums.of(left.add(right));
        out[k] = column == 0 ? sum : out[k] + sum;
      }
    }
  }
}
