package io.lethe.unlearning;

/**
 * Solves small symmetric, positive definite systems (Golub and Van Loan, Matrix Computations, section
 * 4.2). Directions without curvature are left where they are, as the pseudo-inverse does.
 */
final class Cholesky {

  /** A pivot below this share of its diagonal entry is rounding: the direction has no curvature. */
  private static final double ROUNDING = 1e-13;

  private Cholesky() {}

  /**
   * Solves one system in place. O(n^3).
   *
   * @param matrix n x n, row major, of which the upper triangle is read and overwritten
   * @param vector n numbers: the right-hand side, then the solution
   */
  static void solve(double[] matrix, double[] vector) {
    int n = vector.length;
    factor(matrix, n);
    for (int k = 0; k < n; k++) {
      vector[k] = divided(vector[k], matrix[k * n + k]);
      for (int i = k + 1; i < n; i++) {
        vector[i] -= vector[k] * matrix[k * n + i];
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      double sum = vector[k];
      for (int i = k + 1; i < n; i++) {
        sum -= matrix[k * n + i] * vector[i];
      }
      vector[k] = divided(sum, matrix[k * n + k]);
    }
  }

  /** {@code R'R}, by outer products: stretches that lie together, which the compiler vectorizes. */
  private static void factor(double[] matrix, int n) {
    double[] diagonal = new double[n];
    for (int k = 0; k < n; k++) {
      diagonal[k] = matrix[k * n + k];
    }
    for (int k = 0; k < n; k++) {
      int row = k * n;
      double pivot = matrix[row + k] > ROUNDING * diagonal[k] ? Math.sqrt(matrix[row + k]) : 0;
      matrix[row + k] = pivot;
      for (int i = k + 1; i < n; i++) {
        matrix[row + i] = divided(matrix[row + i], pivot);
      }
      for (int i = k + 1; i < n; i++) {
        subtract(matrix[row + i], matrix, row, i * n, i, n);
      }
    }
  }

  /** {@code row at to, columns from .. n - 1} less a multiple of the row before it. */
  private static void subtract(double factor, double[] matrix, int row, int to, int from, int n) {
    for (int j = from; j < n; j++) {
      matrix[to + j] -= factor * matrix[row + j];
    }
  }

  private static double divided(double sum, double pivot) {
    return pivot == 0 ? 0 : sum / pivot;
  }
}
