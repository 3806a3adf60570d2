package io.lethe.kernels.vector;

import static io.lethe.kernels.vector.Lanes.COUNT;
import static io.lethe.kernels.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
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

  private LaneSums() {}

  /** Swaps neighbours at a distance; at distance 0, on shorter vectors, stays. */
  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
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
}
