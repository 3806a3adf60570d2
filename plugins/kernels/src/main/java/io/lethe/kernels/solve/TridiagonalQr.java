package io.lethe.kernels.solve;

/** Implicit symmetric QR steps, in place: the basis' rows become eigenvectors. */
final class TridiagonalQr {

  private static final double EPSILON = Math.ulp(1.0);

  /** Steps per eigenvalue before giving up; two or three are usual. */
  private static final int STEPS_PER_VALUE_MAX = 60;

  private final double[] diagonal;
  private final double[] offDiagonal;
  private final double[] basis;

  TridiagonalQr(double[] diagonal, double[] offDiagonal, double[] basis) {
    this.diagonal = diagonal;
    this.offDiagonal = offDiagonal;
    this.basis = basis;
  }

  void diagonalize() {
    int high = diagonal.length - 1;
    long stepsLeft = (long) STEPS_PER_VALUE_MAX * diagonal.length;
    while (high > 0) {
      if (decoupled(high - 1)) {
        high--;
        continue;
      }
      int low = high - 1;
      while (low > 0 && !decoupled(low - 1)) {
        low--;
      }
      if (stepsLeft-- == 0) {
        throw new IllegalStateException("QR steps do not converge");
      }
      step(low, high);
    }
  }

  /** Whether k and k + 1 are coupled by rounding only; clears the coupling then. */
  private boolean decoupled(int k) {
    double size = Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1]);
    if (Math.abs(offDiagonal[k]) <= EPSILON * size) {
      offDiagonal[k] = 0;
    }
    return offDiagonal[k] == 0;
  }

  /** One step on the uncoupled block low .. high: chases the bulge down by rotations. */
  private void step(int low, int high) {
    double x = diagonal[low] - shift(high);
    double z = offDiagonal[low];
    for (int k = low; k < high; k++) {
      double r = Math.hypot(x, z);
      double c = r == 0 ? 1 : x / r;
      double s = r == 0 ? 0 : z / r;
      if (k > low) {
        offDiagonal[k - 1] = r;
      }
      rotate(k, c, s);
      if (k + 1 < high) {
        x = offDiagonal[k];
        z = s * offDiagonal[k + 1];
        offDiagonal[k + 1] *= c;
      }
    }
  }

  /** Wilkinson's: the eigenvalue of the last 2 x 2 block that is closer to its last entry. */
  private double shift(int high) {
    double half = (diagonal[high - 1] - diagonal[high]) / 2;
    double e = offDiagonal[high - 1];
    return diagonal[high] - e * (e / (half + Math.copySign(Math.hypot(half, e), half)));
  }

  private void rotate(int k, double c, double s) {
    double a = diagonal[k];
    double b = diagonal[k + 1];
    double e = offDiagonal[k];
    diagonal[k] = c * c * a + 2 * c * s * e + s * s * b;
    diagonal[k + 1] = s * s * a - 2 * c * s * e + c * c * b;
    offDiagonal[k] = c * s * (b - a) + (c * c - s * s) * e;
    int n = diagonal.length;
    for (int j = 0; j < n; j++) {
      double upper = basis[k * n + j];
      double lower = basis[(k + 1) * n + j];
      basis[k * n + j] = c * upper + s * lower;
      basis[(k + 1) * n + j] = c * lower - s * upper;
    }
  }
}
