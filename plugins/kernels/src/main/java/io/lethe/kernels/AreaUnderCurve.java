package io.lethe.kernels;

/** Area under the ROC curve over all pairs of a positive and a negative example. */
public final class AreaUnderCurve {

  private static final long LOW_BITS = 0xffff_ffffL;

  private AreaUnderCurve() {}

  /**
   * The chance that a positive example scores above a negative one, ties counting half
   * (Mann-Whitney). O(n) time for large n, 16 n bytes.
   *
   * @param scores finite or infinite; only read
   * @param labels above .5 for a positive example; only read
   * @return NaN if there is no positive or no negative example, or a score is NaN
   */
  public static double of(float[] scores, float[] labels) {
    if (scores.length != labels.length) {
      throw new IllegalArgumentException(
          "%d scores for %d labels".formatted(scores.length, labels.length));
    }
    long[] keys = new long[scores.length];
    for (int k = 0; k < keys.length; k++) {
      if (Float.isNaN(scores[k])) {
        return Double.NaN;
      }
      keys[k] = ((long) ordered(scores[k]) << 32) | (labels[k] > 0.5f ? 1 : 0);
    }
    return area(HighBitsSort.sort(keys));
  }

  /** A whole number that orders as the float does; adding 0 makes both zeros one. */
  private static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static double area(long[] keys) {
    long negativesBelow = 0;
    long positives = 0;
    double wins = 0;
    for (int start = 0; start < keys.length;) {
      int end = start;
      long positivesHere = 0;
      while (end < keys.length && keys[end] >> 32 == keys[start] >> 32) {
        positivesHere += keys[end] & LOW_BITS;
        end++;
      }
      long negativesHere = end - start - positivesHere;
      wins += (double) positivesHere * (negativesBelow + 0.5 * negativesHere);
      negativesBelow += negativesHere;
      positives += positivesHere;
      start = end;
    }
    boolean oneSided = positives == 0 || negativesBelow == 0;
    return oneSided ? Double.NaN : wins / ((double) positives * negativesBelow);
  }
}
