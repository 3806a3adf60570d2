package io.lethe.kernels.solve;

import java.util.SplittableRandom;

/** Small dense matrices in double precision, the naive way. */
final class Matrices {

  private Matrices() {}

  /** A symmetric matrix with entries in -1..1. */
  static double[] symmetric(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] matrix = new double[n * n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c <= r; c++) {
        matrix[r * n + c] = random.nextDouble(-1, 1);
        matrix[c * n + r] = matrix[r * n + c];
      }
    }
    return matrix;
  }

  /** {@code B B'} for a random B of the given number of columns: of that rank. */
  static double[] positive(long seed, int n, int rank) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] b = random.doubles((long) n * rank, -1, 1).toArray();
    double[] matrix = new double[n * n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        for (int k = 0; k < rank; k++) {
          matrix[r * n + c] += b[r * rank + k] * b[c * rank + k];
        }
      }
    }
    return matrix;
  }

  static double[] plusRidge(double[] matrix, int n, double ridge) {
    double[] sum = matrix.clone();
    for (int k = 0; k < n; k++) {
      sum[k * n + k] += ridge;
    }
    return sum;
  }

  static double[] times(double[] matrix, double[] vector) {
    int n = vector.length;
    double[] out = new double[n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        out[r] += matrix[r * n + c] * vector[c];
      }
    }
    return out;
  }

  /** Solves by Gaussian elimination with row exchanges. */
  static double[] solve(double[] matrix, double[] rhs) {
    int n = rhs.length;
    double[] a = matrix.clone();
    double[] x = rhs.clone();
    for (int k = 0; k < n; k++) {
      exchange(a, x, k, pivot(a, n, k));
      for (int r = k + 1; r < n; r++) {
        double factor = a[r * n + k] / a[k * n + k];
        for (int c = k; c < n; c++) {
          a[r * n + c] -= factor * a[k * n + c];
        }
        x[r] -= factor * x[k];
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int c = k + 1; c < n; c++) {
        x[k] -= a[k * n + c] * x[c];
      }
      x[k] /= a[k * n + k];
    }
    return x;
  }

  private static int pivot(double[] a, int n, int k) {
    int best = k;
    for (int r = k + 1; r < n; r++) {
      if (Math.abs(a[r * n + k]) > Math.abs(a[best * n + k])) {
        best = r;
      }
    }
    return best;
  }

  private static void exchange(double[] a, double[] x, int left, int right) {
    int n = x.length;
    for (int c = 0; c < n; c++) {
      double swap = a[left * n + c];
      a[left * n + c] = a[right * n + c];
      a[right * n + c] = swap;
    }
    double swap = x[left];
    x[left] = x[right];
    x[right] = swap;
  }

  /** A dense matrix as an operator. */
  static LinearOperator operator(double[] matrix, int n) {
    return new LinearOperator() {
      @Override
      public int length() {
        return n;
      }

      @Override
      public void apply(float[] in, float[] out) {
        for (int r = 0; r < n; r++) {
          double sum = 0;
          for (int c = 0; c < n; c++) {
            sum += matrix[r * n + c] * in[c];
          }
          out[r] = (float) sum;
        }
      }
    };
  }
}
