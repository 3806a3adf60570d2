package io.lethe.plugins.ease;

/** The weights B of items from items, in double: {@code score_j = sum over i of x_i B_ij}, its diagonal 0. */
interface ItemWeights {

  /** Number of items. */
  int size();

  /**
   * Some columns of B.
   *
   * @return {@code size() * (to - from)} doubles, row after row
   */
  double[] columns(int from, int to);
}
