package io.lethe.kernels;

/**
 * The passes of minibatch training over grouped pairs. Stateless and safe for concurrent use; a
 * group's result does not depend on which groups share a call, so any split over threads gives the
 * same bits.
 *
 * <p>Every method throws {@link IndexOutOfBoundsException} if a group, pair or row leaves an array;
 * outputs may then have been written in part.
 */
public interface MinibatchKernels {

  /**
   * Scores of the pairs of the groups {@code from .. to - 1}: {@code scores[p] = own row . other
   * row} for each of their pairs {@code p}.
   *
   * @param own the groups' rows
   * @param others the other side's rows, of the same width
   */
  void scores(RowGroups groups, int from, int to, DenseRows own, DenseRows others, float[] scores);

  /**
   * Weighted sums of the other side's rows over the pairs of each of the groups {@code from .. to -
   * 1}, without the group's own factor.
   *
   * @param coefficients per pair
   * @param out overwritten: group {@code g}'s sum is its row {@code g - firstGroup}
   */
  void sums(
      RowGroups groups, int from, int to, DenseRows others, float[] coefficients, float[] out,
      int firstGroup);

  /**
   * One Adam step on the rows of the groups {@code from .. to - 1}, and the idle steps that follow.
   *
   * @param arrays rows of {@code width} floats
   * @param gradients group {@code g}'s gradient is row {@code g - firstGroup}
   * @param ridge times a group's share times its row is added to its gradient
   */
  void adamRows(
      AdamArrays arrays, int width, RowGroups groups, int from, int to, float[] gradients,
      int firstGroup, float ridge, AdamCatchUp step);

  /** Idle steps alone, {@code idles[row]} of them, of the rows {@code from .. to - 1}. */
  void adamIdleRows(AdamArrays arrays, int width, int[] idles, int from, int to, AdamCatchUp steps);
}
