package io.lethe.kernels.solve;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: reduction to tridiagonal form by reflections,
 * then QR steps with Wilkinson's shift (Golub and Van Loan, Matrix Computations, section 8.3). O(n^3)
 * time, n^2 doubles; meant for n up to about 256.
 *
 * @param values ascending
 * @param vectors one unit eigenvector per row, row major, in the order of the values; the sign of
 *     each makes its largest entry positive
 */
public record SymmetricEigen(double[] values, double[] vectors) {

  /**
   * Decomposes a matrix.
   *
   * @param matrix {@code n * n} doubles, row major; only the lower triangle is read
   * @throws IllegalArgumentException if the size is wrong or a number is not finite
   */
  public static SymmetricEigen of(double[] matrix, int n) {
    if (n < 0 || matrix.length != n * n) {
      throw new IllegalArgumentException(
          "%d numbers are not a matrix of %d x %d".formatted(matrix.length, n, n));
    }
    for (double number : matrix) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("the matrix has an entry of " + number);
      }
    }
    Tridiagonal reduced = Tridiagonal.of(matrix, n);
    double[] values = reduced.diagonal();
    double[] vectors = reduced.basis();
    new TridiagonalQr(values, reduced.offDiagonal(), vectors).diagonalize();
    return sorted(values, vectors, n);
  }

  private static SymmetricEigen sorted(double[] values, double[] vectors, int n) {
    double[] sortedValues = new double[n];
    double[] sortedVectors = new double[n * n];
    boolean[] taken = new boolean[n];
    for (int k = 0; k < n; k++) {
      int least = -1;
      for (int c = 0; c < n; c++) {
        if (!taken[c] && (least < 0 || values[c] < values[least])) {
          least = c;
        }
      }
      taken[least] = true;
      sortedValues[k] = values[least];
      double sign = signOfLargest(vectors, least * n, n);
      for (int c = 0; c < n; c++) {
        sortedVectors[k * n + c] = sign * vectors[least * n + c];
      }
    }
    return new SymmetricEigen(sortedValues, sortedVectors);
  }

  private static double signOfLargest(double[] vectors, int offset, int n) {
    double largest = 0;
    for (int c = 0; c < n; c++) {
      if (Math.abs(vectors[offset + c]) > Math.abs(largest)) {
        largest = vectors[offset + c];
      }
    }
    return largest < 0 ? -1 : 1;
  }
}
