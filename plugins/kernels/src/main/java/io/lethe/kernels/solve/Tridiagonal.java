package io.lethe.kernels.solve;

import java.util.Arrays;

/**
 * A symmetric matrix A as {@code B' T B} with T tridiagonal.
 *
 * @param diagonal n numbers
 * @param offDiagonal {@code offDiagonal[k]} couples k and k + 1; the last of the n numbers is zero
 * @param basis B, orthogonal, row major
 */
record Tridiagonal(double[] diagonal, double[] offDiagonal, double[] basis) {

  static Tridiagonal of(double[] matrix, int n) {
    double[] a = symmetric(matrix, n);
    double[] basis = new double[n * n];
    for (int k = 0; k < n; k++) {
      basis[k * n + k] = 1;
    }
    double[] reflector = new double[n];
    double[] work = new double[n];
    for (int k = 0; k < n - 2; k++) {
      double beta = reflector(a, n, k, reflector);
      if (beta != 0) {
        reflectBothSides(a, n, k + 1, reflector, beta, work);
        reflectRows(basis, n, k + 1, reflector, beta, work);
      }
    }
    double[] diagonal = new double[n];
    double[] offDiagonal = new double[n];
    for (int k = 0; k < n; k++) {
      diagonal[k] = a[k * n + k];
      offDiagonal[k] = k + 1 < n ? a[(k + 1) * n + k] : 0;
    }
    return new Tridiagonal(diagonal, offDiagonal, basis);
  }

  private static double[] symmetric(double[] matrix, int n) {
    double[] a = new double[n * n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c <= r; c++) {
        a[r * n + c] = matrix[r * n + c];
        a[c * n + r] = matrix[r * n + c];
      }
    }
    return a;
  }

  /**
   * The Householder vector v that clears column k below the subdiagonal by {@code I - beta v v'};
   * beta is 0 if there is nothing to clear. Scaled by the largest entry against overflow.
   */
  private static double reflector(double[] a, int n, int k, double[] v) {
    double scale = 0;
    for (int r = k + 2; r < n; r++) {
      scale = Math.max(scale, Math.abs(a[r * n + k]));
    }
    if (scale == 0) {
      return 0;
    }
    scale = Math.max(scale, Math.abs(a[(k + 1) * n + k]));
    double squares = 0;
    for (int r = k + 1; r < n; r++) {
      v[r] = a[r * n + k] / scale;
      squares += v[r] * v[r];
    }
    double norm = Math.copySign(Math.sqrt(squares), v[k + 1]);
    squares += norm * v[k + 1];
    v[k + 1] += norm;
    // Now v'v = 2 (|x|^2 + |x| |x1|), twice what was summed up.
    return 1 / squares;
  }

  /** {@code a = (I - beta v v') a (I - beta v v')}, v starting at {@code first}. */
  private static void reflectBothSides(
      double[] a, int n, int first, double[] v, double beta, double[] work) {
    reflectRows(a, n, first, v, beta, work);
    for (int r = 0; r < n; r++) {
      double sum = 0;
      for (int c = first; c < n; c++) {
        sum += a[r * n + c] * v[c];
      }
      for (int c = first; c < n; c++) {
        a[r * n + c] -= beta * sum * v[c];
      }
    }
  }

  /** {@code m = (I - beta v v') m}. */
  private static void reflectRows(
      double[] m, int n, int first, double[] v, double beta, double[] work) {
    Arrays.fill(work, 0);
    for (int r = first; r < n; r++) {
      for (int c = 0; c < n; c++) {
        work[c] += v[r] * m[r * n + c];
      }
    }
    for (int r = first; r < n; r++) {
      double factor = beta * v[r];
      for (int c = 0; c < n; c++) {
        m[r * n + c] -= factor * work[c];
      }
    }
  }
}
