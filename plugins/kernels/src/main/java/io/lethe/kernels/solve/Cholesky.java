package io.lethe.kernels.solve;

import java.util.Arrays;

/** A small symmetric positive definite matrix, factored in doubles as {@code U' U}. Immutable. */
public final class Cholesky {

  private final int width;
  private final double[] upper;

  /**
   * Factors {@code matrix + ridge * identity}; O(width^3).
   *
   * @param matrix {@code width * width}, row major; only read, the upper triangle counts
   */
  public Cholesky(double[] matrix, int width, double ridge) {
    this.width = width;
    this.upper = matrix.clone();
    for (int c = 0; c < width; c++) {
      upper[c * width + c] += ridge;
    }
    factor();
  }

  private void factor() {
    double[] u = upper;
    int w = width;
    for (int r = 0; r < w; r++) {
      double inverse = 1 / Math.sqrt(u[r * w + r]);
      for (int c = r; c < w; c++) {
        u[r * w + c] *= inverse;
      }
      for (int i = r + 1; i < w; i++) {
        double f = u[r * w + i];
        for (int c = i; c < w; c++) {
          u[i * w + c] -= f * u[r * w + c];
        }
      }
    }
  }

  /**
   * {@code (matrix + ridge)^-1}, row major. O(width^3).
   *
   * @param matrix as for {@link #Cholesky}
   */
  public static double[] inverse(double[] matrix, int width, double ridge) {
    Cholesky factored = new Cholesky(matrix, width, ridge);
    double[] inverse = new double[matrix.length];
    double[] column = new double[width];
    for (int c = 0; c < width; c++) {
      Arrays.fill(column, 0);
      column[c] = 1;
      factored.solve(column);
      System.arraycopy(column, 0, inverse, c * width, width);
    }
    return inverse;
  }

  /** Replaces a right-hand side of {@code width} doubles by the solution. O(width^2). */
  public void solve(double[] vector) {
    int w = width;
    for (int r = 0; r < w; r++) {
      vector[r] /= upper[r * w + r];
      for (int c = r + 1; c < w; c++) {
        vector[c] -= vector[r] * upper[r * w + c];
      }
    }
    for (int r = w - 1; r >= 0; r--) {
      double sum = vector[r];
      for (int c = r + 1; c < w; c++) {
        sum -= upper[r * w + c] * vector[c];
      }
      vector[r] = sum / upper[r * w + r];
    }
  }
}
