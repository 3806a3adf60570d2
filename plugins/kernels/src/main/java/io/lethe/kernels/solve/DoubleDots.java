package io.lethe.kernels.solve;

/** Inner products of float vectors in double precision. */
final class DoubleDots {

  private DoubleDots() {}

  /** Four running sums, so that one addition need not wait for the last. */
  static double dot(float[] left, float[] right) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int k = 0;
    for (; k <= left.length - 4; k += 4) {
      sum0 += (double) left[k] * right[k];
      sum1 += (double) left[k + 1] * right[k + 1];
      sum2 += (double) left[k + 2] * right[k + 2];
      sum3 += (double) left[k + 3] * right[k + 3];
    }
    for (; k < left.length; k++) {
      sum0 += (double) left[k] * right[k];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
