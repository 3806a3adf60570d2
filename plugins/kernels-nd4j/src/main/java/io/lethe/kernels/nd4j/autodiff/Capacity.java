package io.lethe.kernels.nd4j.autodiff;

/**
 * Round numbers of pairs. A pass over any number is filled up to the next one, so that the numbers
 * of a sum, and with them its bits, hardly depend on how many pairs there are beside each other.
 */
final class Capacity {

  private static final int SMALLEST = 16;
  private static final int STEPS_PER_OCTAVE = 8;

  private Capacity() {}

  /** The next round number, at most an eighth above a count over 128. */
  static int of(int count) {
    int step = Math.max(SMALLEST, Integer.highestOneBit(count) / STEPS_PER_OCTAVE);
    return Math.ceilDiv(count, step) * step;
  }
}
