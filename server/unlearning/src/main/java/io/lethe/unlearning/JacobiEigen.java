package io.lethe.unlearning;

/** Cyclic Jacobi eigenvalues of a symmetric matrix (Golub and Van Loan, section 8.5). */
final class JacobiEigen {

  private static final int SWEEPS_MAX = 60;
  private static final double TOLERANCE = 1e-14;

  private JacobiEigen() {}

  /** Turns the matrix diagonal in place; eigenvectors become the columns of {@code vectors}. */
  static void decompose(int n, double[] a, double[] vectors) {
    for (int i = 0; i < n; i++) {
      vectors[i * n + i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS_MAX && offDiagonal(n, a) > TOLERANCE; sweep++) {
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(n, a, vectors, p, q);
        }
      }
    }
  }

  private static double offDiagonal(int n, double[] a) {
    double off = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double square = a[i * n + j] * a[i * n + j];
        all += square;
        off += i == j ? 0 : square;
      }
    }
    return all == 0 ? 0 : Math.sqrt(off / all);
  }

  private static void rotate(int n, double[] a, double[] vectors, int p, int q) {
    double apq = a[p * n + q];
    if (apq == 0) {
      return;
    }
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      turn(a, k * n + p, k * n + q, c, s);
    }
    for (int k = 0; k < n; k++) {
      turn(a, p * n + k, q * n + k, c, s);
      turn(vectors, k * n + p, k * n + q, c, s);
    }
  }

  private static void turn(double[] a, int first, int second, double c, double s) {
    double x = a[first];
    double y = a[second];
    a[first] = c * x - s * y;
    a[second] = s * x + c * y;
  }
}
