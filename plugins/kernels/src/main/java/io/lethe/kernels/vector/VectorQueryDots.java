package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;
import static io.lethe.kernels.vector.Lanes.start;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Products of four queries with consecutive rows: each row is loaded once for all four. A product adds
 * in the order of {@link VectorDots}, so that its bits are the same. Confined to one thread.
 *
 * <p>Queries come from an array and sums go to one: vectors made or taken apart in the loop would use up
 * what the compiler inlines into one method, and then every vector is allocated.
 */
final class VectorQueryDots {

  /** Queries in one pass over the rows. */
  static final int AT_ONCE = 4;

  /** Rows whose sums are held before they are written to where they belong. */
  private static final int SUMS_ROWS = 32;

  private final float[] rows;
  private final int width;
  private final float[] lanes = new float[AT_ONCE * Lanes.BLOCK];
  private final float[] sums = new float[SUMS_ROWS * AT_ONCE + COUNT];

  /** Over rows of a width that fits these vectors. */
  VectorQueryDots(float[] rows, int width) {
    this.rows = rows;
    this.width = width;
  }

  /** As {@link io.lethe.kernels.Kernels#manyDots} for four queries. */
  void dots(
      float[] queries, int queriesOffset, int rowsOffset, int count, float[] out, int outOffset,
      int outStride) {
    for (int column = 0; column < width; column += Lanes.BLOCK) {
      lay(queries, queriesOffset, column);
      for (int row = 0; row < count; row += SUMS_ROWS) {
        int some = Math.min(SUMS_ROWS, count - row);
        sum(rowsOffset + row * width, some, column);
        put(some, out, outOffset + row, outStride, column == 0);
      }
    }
  }

  /** Four vectors of each query from a column on, zero in lanes that lie before it. */
  private void lay(float[] queries, int queriesOffset, int column) {
    for (int v = 0; v < Lanes.BLOCK; v += COUNT) {
      int from = column + v;
      int skipped = Math.min(COUNT, from - start(from, width));
      for (int q = 0; q < AT_ONCE; q++) {
        int at = q * Lanes.BLOCK + v;
        Arrays.fill(lanes, at, at + skipped, 0);
        if (skipped < COUNT) {
          System.arraycopy(
              queries, queriesOffset + q * width + from, lanes, at + skipped, COUNT - skipped);
        }
      }
    }
  }

  // Written out: an array of vectors would be allocated.
  private void sum(int rowsOffset, int count, int column) {
    int s0 = start(column, width);
    int s1 = start(column + COUNT, width);
    int s2 = start(column + 2 * COUNT, width);
    int s3 = start(column + 3 * COUNT, width);
    FloatVector a0 = FloatVector.fromArray(SPECIES, lanes, 0);
    FloatVector a1 = FloatVector.fromArray(SPECIES, lanes, COUNT);
    FloatVector a2 = FloatVector.fromArray(SPECIES, lanes, 2 * COUNT);
    FloatVector a3 = FloatVector.fromArray(SPECIES, lanes, 3 * COUNT);
    FloatVector b0 = FloatVector.fromArray(SPECIES, lanes, 4 * COUNT);
    FloatVector b1 = FloatVector.fromArray(SPECIES, lanes, 5 * COUNT);
    FloatVector b2 = FloatVector.fromArray(SPECIES, lanes, 6 * COUNT);
    FloatVector b3 = FloatVector.fromArray(SPECIES, lanes, 7 * COUNT);
    FloatVector c0 = FloatVector.fromArray(SPECIES, lanes, 8 * COUNT);
    FloatVector c1 = FloatVector.fromArray(SPECIES, lanes, 9 * COUNT);
    FloatVector c2 = FloatVector.fromArray(SPECIES, lanes, 10 * COUNT);
    FloatVector c3 = FloatVector.fromArray(SPECIES, lanes, 11 * COUNT);
    FloatVector d0 = FloatVector.fromArray(SPECIES, lanes, 12 * COUNT);
    FloatVector d1 = FloatVector.fromArray(SPECIES, lanes, 13 * COUNT);
    FloatVector d2 = FloatVector.fromArray(SPECIES, lanes, 14 * COUNT);
    FloatVector d3 = FloatVector.fromArray(SPECIES, lanes, 15 * COUNT);
    VectorMask<Float> upperHalf = LaneSums.UPPER_HALF;
    VectorMask<Float> upperQuarters = LaneSums.UPPER_QUARTERS;
    float[] from = rows;
    float[] to = sums;
    for (int k = 0; k < count; k++) {
      int row = rowsOffset + k * width;
      FloatVector r0 = FloatVector.fromArray(SPECIES, from, row + s0);
      FloatVector r1 = FloatVector.fromArray(SPECIES, from, row + s1);
      FloatVector r2 = FloatVector.fromArray(SPECIES, from, row + s2);
      FloatVector r3 = FloatVector.fromArray(SPECIES, from, row + s3);
      // The next row's sums follow after four floats, over what the rest of this vector leaves.
      LaneSums
          .ofFour(
              r2.fma(a2, r0.mul(a0)).add(r3.fma(a3, r1.mul(a1))),
              r2.fma(b2, r0.mul(b0)).add(r3.fma(b3, r1.mul(b1))),
              r2.fma(c2, r0.mul(c0)).add(r3.fma(c3, r1.mul(c1))),
              r2.fma(d2, r0.mul(d0)).add(r3.fma(d3, r1.mul(d1))), upperHalf, upperQuarters)
          .intoArray(to, k * AT_ONCE);
    }
  }

  private void put(int count, float[] out, int outOffset, int outStride, boolean first) {
    for (int q = 0; q < AT_ONCE; q++) {
      int at = outOffset + q * outStride;
      for (int k = 0; k < count; k++) {
        float sum = sums[k * AT_ONCE + q];
        out[at + k] = first ? sum : out[at + k] + sum;
      }
    }
  }
}
