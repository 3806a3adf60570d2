package io.lethe.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of a vector's lanes in one fixed order: halves, then quarters, and so on. The API's own
 * reduction leaves the order open, and in fact adds differently before and after a method is
 * compiled: the same numbers would change while a program warms up.
 */
final class LaneSums {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final VectorShuffle<Float> SWAP_HALVES = swap(LANES / 2);
  private static final VectorShuffle<Float> SWAP_QUARTERS = swap(LANES / 4);
  private static final VectorShuffle<Float> SWAP_EIGHTHS = swap(LANES / 8);
  private static final VectorShuffle<Float> SWAP_SIXTEENTHS = swap(LANES / 16);
  private static final VectorShuffle<Float> SWAP_THIRTY_SECONDS = swap(LANES / 32);
  private static final VectorShuffle<Float> FIRST_OF_QUARTERS = firstOfQuarters();
  private static final VectorMask<Float> UPPER_HALF = upper(LANES / 2);
  private static final VectorMask<Float> UPPER_QUARTERS = upper(LANES / 4);

  private LaneSums() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
  }

  /** Lanes 0..3 come from the quarters in which {@link #ofFour} leaves its four sums. */
  private static VectorShuffle<Float> firstOfQuarters() {
    int[] quarters = {0, 2, 1, 3};
    return VectorShuffle.fromOp(SPECIES, lane -> quarters[lane & 3] * (LANES / 4));
  }

  private static VectorMask<Float> upper(int distance) {
    boolean[] lanes = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  /** The sum of all lanes. */
  static float of(FloatVector v) {
    FloatVector sum = v.add(v.rearrange(SWAP_HALVES));
    return withinQuarters(sum.add(sum.rearrange(SWAP_QUARTERS))).lane(0);
  }

  /** The sums of four vectors in lanes 0..3, each the same bits as {@link #of}. */
  static FloatVector ofFour(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    FloatVector ab = a.blend(b, UPPER_HALF).add(b.blend(a, UPPER_HALF).rearrange(SWAP_HALVES));
    FloatVector cd = c.blend(d, UPPER_HALF).add(d.blend(c, UPPER_HALF).rearrange(SWAP_HALVES));
    FloatVector straight = ab.blend(cd, UPPER_QUARTERS);
    FloatVector crossed = cd.blend(ab, UPPER_QUARTERS);
    FloatVector sums = withinQuarters(straight.add(crossed.rearrange(SWAP_QUARTERS)));
    return sums.rearrange(FIRST_OF_QUARTERS);
  }

  private static FloatVector withinQuarters(FloatVector v) {
    FloatVector sum = v;
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(SWAP_EIGHTHS));
    }
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(SWAP_SIXTEENTHS));
    }
    if (LANES >= 32) {
      sum = sum.add(sum.rearrange(SWAP_THIRTY_SECONDS));
    }
    return sum;
  }
}
