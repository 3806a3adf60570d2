package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums of a vector's lanes in one fixed order, halves first, then quarters, and so on. The API's own
 * reduction leaves the order open, and in fact adds differently before and after a method is
 * compiled: the same numbers would change while a program warms up.
 */
final class LaneSums {

  private static final VectorShuffle<Float> SWAP_HALVES = swap(COUNT / 2);
  private static final VectorShuffle<Float> SWAP_QUARTERS = swap(COUNT / 4);
  private static final VectorShuffle<Float> SWAP_EIGHTHS = swap(COUNT / 8);
  private static final VectorShuffle<Float> SWAP_SIXTEENTHS = swap(COUNT / 16);

  /**
   * For {@link #ofFour}. To be read once before a loop: from a static field a mask is unpacked at every
   * use, which makes a loop three times as slow.
   */
  static final VectorMask<Float> UPPER_HALF = upper(COUNT / 2);
  static final VectorMask<Float> UPPER_QUARTERS = upper(COUNT / 4);

  /** Brings the lanes in which {@link #ofFour} has its sums to the front. */
  private static final VectorShuffle<Float> FRONT = VectorShuffle
      .fromOp(SPECIES, lane -> switch (lane) {
        case 1 -> COUNT / 2;
        case 2 -> COUNT / 4;
        case 3 -> COUNT / 2 + COUNT / 4;
        default -> 0;
      });

  private LaneSums() {}

  /** Swaps neighbours at a distance; at distance 0, on shorter vectors, stays. */
  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
  }

  /** The lanes whose number has a bit. */
  private static VectorMask<Float> upper(int bit) {
    boolean[] lanes = new boolean[COUNT];
    for (int lane = 0; lane < COUNT; lane++) {
      lanes[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  /** The sum of all lanes. */
  static float of(FloatVector v) {
    FloatVector sum = v.add(v.rearrange(SWAP_HALVES));
    sum = sum.add(sum.rearrange(SWAP_QUARTERS));
    if (COUNT >= 8) {
      sum = sum.add(sum.rearrange(SWAP_EIGHTHS));
    }
    if (COUNT >= 16) {
      sum = sum.add(sum.rearrange(SWAP_SIXTEENTHS));
    }
    return sum.lane(0);
  }

  /**
   * The sums of four vectors' lanes, to the last bit as {@link #of} has each, in the first four lanes.
   * Costs about as much as two: vectors share what is half empty.
   *
   * @param upperHalf {@link #UPPER_HALF}
   * @param upperQuarters {@link #UPPER_QUARTERS}
   */
  static FloatVector ofFour(
      FloatVector a, FloatVector b, FloatVector c, FloatVector d, VectorMask<Float> upperHalf,
      VectorMask<Float> upperQuarters) {
    FloatVector ab = a.blend(b, upperHalf).add(b.blend(a, upperHalf).rearrange(SWAP_HALVES));
    FloatVector cd = c.blend(d, upperHalf).add(d.blend(c, upperHalf).rearrange(SWAP_HALVES));
    FloatVector sum = ab.blend(cd, upperQuarters)
        .add(cd.blend(ab, upperQuarters).rearrange(SWAP_QUARTERS));
    if (COUNT >= 8) {
      sum = sum.add(sum.rearrange(SWAP_EIGHTHS));
    }
    if (COUNT >= 16) {
      sum = sum.add(sum.rearrange(SWAP_SIXTEENTHS));
    }
    return sum.rearrange(FRONT);
  }
}
