package io.lethe.plugins.ease;

/** One way to invert a symmetric positive definite matrix in double precision. */
interface DenseInverse {

  /**
   * Replaces a matrix by its inverse, both triangles.
   *
   * @param matrix {@code n * n} doubles, of which the lower triangle is read
   * @param between called now and then; what it throws ends the work
   * @throws ArithmeticException if the matrix is not positive definite to rounding
   */
  void invert(double[] matrix, int n, Runnable between);
}
