package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;
import static io.lethe.kernels.vector.Lanes.start;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Products of one query with rows of bytes, and the bounds that follow from them. */
final class VectorCodeDots {

  /** Vectors of bytes begin at 64 bits. */
  private static final int CODE_BITS_MIN = 64;
  private static final int CODE_BITS = SPECIES.vectorBitSize() / Float.BYTES;
  private static final VectorSpecies<Byte> CODES = VectorSpecies
      .of(byte.class, VectorShape.forBitSize(Math.max(CODE_BITS_MIN, CODE_BITS)));

  private VectorCodeDots() {}

  /** Whether rows of a width can be laid on these vectors. */
  static boolean fit(int width) {
    return Lanes.fit(width) && CODE_BITS >= CODE_BITS_MIN;
  }

  static void bounds(
      float[] query, int queryOffset, int width, byte[] codes, int codesOffset, float[] scales,
      int scalesOffset, int count, float slack, float[] out) {
    for (int column = 0; column < width; column += Lanes.BLOCK) {
      dots(query, queryOffset, width, codes, codesOffset, count, out, column);
    }
    int k = 0;
    for (; k <= count - COUNT; k += COUNT) {
      FloatVector bound = FloatVector.fromArray(SPECIES, out, k)
          .add(slack)
          .mul(FloatVector.fromArray(SPECIES, scales, scalesOffset + k));
      bound.blend(Float.POSITIVE_INFINITY, bound.test(VectorOperators.IS_NAN)).intoArray(out, k);
    }
    for (; k < count; k++) {
      float bound = (out[k] + slack) * scales[scalesOffset + k];
      out[k] = Float.isNaN(bound) ? Float.POSITIVE_INFINITY : bound;
    }
  }

  private static void dots(
      float[] query, int queryOffset, int width, byte[] codes, int codesOffset, int count,
      float[] out, int column) {
    int s0 = start(column, width);
    int s1 = start(column + COUNT, width);
    int s2 = start(column + 2 * COUNT, width);
    int s3 = start(column + 3 * COUNT, width);
    FloatVector q0 = VectorDots.query(query, queryOffset, column, width);
    FloatVector q1 = VectorDots.query(query, queryOffset, column + COUNT, width);
    FloatVector q2 = VectorDots.query(query, queryOffset, column + 2 * COUNT, width);
    FloatVector q3 = VectorDots.query(query, queryOffset, column + 3 * COUNT, width);
    for (int k = 0; k < count; k++) {
      int row = codesOffset + k * width;
      FloatVector left = load(codes, row + s2).fma(q2, load(codes, row + s0).mul(q0));
      FloatVector right = load(codes, row + s3).fma(q3, load(codes, row + s1).mul(q1));
      float sum = LaneSums.of(left.add(right));
      out[k] = column == 0 ? sum : out[k] + sum;
    }
  }

  private static FloatVector load(byte[] codes, int offset) {
    return (FloatVector) ByteVector.fromArray(CODES, codes, offset)
        .convertShape(VectorOperators.B2F, SPECIES, 0);
  }
}
