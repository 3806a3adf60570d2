package io.lethe.kernels.nd4j;

import io.lethe.kernels.solve.SymmetricEigen;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dense linear algebra in double precision on ND4J, that is LAPACK and BLAS in native code. Matrices
 * come and go as {@code double[]}, row major; every native array is closed before a method returns.
 *
 * <p>The first instance in a JVM loads the native libraries, which takes more than a second and
 * unpacks some hundred megabytes once per machine; so this class is only for those who need it.
 * Confined to one thread at a time; a call must have ended before the JVM does.
 */
public final class DenseAlgebra {

  /**
   * Loads ND4J if that has not happened.
   *
   * @param threads most threads of native operations, at least 1; a property of the native library,
   *     so the last instance made decides for all
   */
  public DenseAlgebra(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }

  /** Most threads of native operations. */
  public int threads() {
    return Nd4j.factory().blas().getMaxThreads();
  }

  /**
   * Solves {@code A x = b} by LU factorization. O(n^3).
   *
   * @param matrix A, {@code n * n} doubles, not singular; only read
   * @param rhs b, n doubles; only read
   */
  public double[] solve(double[] matrix, double[] rhs) {
    int n = rhs.length;
    checkSquare(matrix, n);
    try (INDArray a = Nd4j.createFromArray(matrix);
        INDArray b = Nd4j.createFromArray(rhs);
        INDArray x = Nd4j.linalg().solve(a.reshape(n, n), b.reshape(n, 1))) {
      return x.reshape(n).toDoubleVector();
    }
  }

  /**
   * The lower triangular L with {@code A = L L'}. O(n^3).
   *
   * @param matrix A, {@code n * n} doubles, symmetric and positive definite; only read
   * @return {@code n * n} doubles, zero above the diagonal
   */
  public double[] cholesky(double[] matrix, int n) {
    checkSquare(matrix, n);
    try (INDArray a = Nd4j.createFromArray(matrix);
        INDArray lower = Nd4j.linalg().cholesky(a.reshape(n, n))) {
      return rowMajor(lower);
    }
  }

  /**
   * Eigenvalues, ascending, and unit eigenvectors, one per row, of either sign. O(n^3).
   *
   * @param matrix {@code n * n} doubles, symmetric; only read
   * @throws IllegalStateException if LAPACK's iteration does not converge
   */
  public SymmetricEigen eigen(double[] matrix, int n) {
    checkSquare(matrix, n);
    try (INDArray a = Nd4j.createFromArray(matrix);
        INDArray columns = a.reshape(n, n).dup('f');
        INDArray values = Nd4j.create(DataType.DOUBLE, n)) {
      int failed = Nd4j.getBlasWrapper().lapack().syev('V', 'U', columns, values);
      if (failed != 0) {
        throw new IllegalStateException("LAPACK's syev does not converge: " + failed);
      }
      return new SymmetricEigen(values.toDoubleVector(), rowMajor(columns.transpose()));
    }
  }

  /**
   * Replaces a matrix by its inverse, by LAPACK's Cholesky factorization (potrf) and the inverse of its
   * factor (potri). O(n^3) time, {@code 8 n^2} bytes outside the heap while it runs.
   *
   * @param matrix {@code n * n} doubles, symmetric and positive definite; overwritten, both triangles
   * @throws ArithmeticException if the matrix is not positive definite to rounding; it is left as it was
   */
  public void invertPositiveDefinite(double[] matrix, int n) {
    checkSquare(matrix, n);
    try (DoublePointer native64 = new DoublePointer((long) n * n)) {
      native64.put(matrix, 0, matrix.length);
      // Row major and lower is what LAPACK, by columns, calls upper.
      int failed = openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, (byte) 'U', n, native64, n);
      if (failed == 0) {
        failed = openblas.LAPACKE_dpotri(openblas.LAPACK_COL_MAJOR, (byte) 'U', n, native64, n);
      }
      if (failed != 0) {
        throw new ArithmeticException("the matrix is not positive definite: LAPACK says " + failed);
      }
      native64.get(matrix, 0, matrix.length);
    }
    for (int r = 0; r < n; r++) {
      for (int c = r + 1; c < n; c++) {
        matrix[r * n + c] = matrix[c * n + r];
      }
    }
  }

  private static double[] rowMajor(INDArray matrix) {
    return Arrays.stream(matrix.toDoubleMatrix()).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void checkSquare(double[] matrix, int n) {
    if (n < 1 || matrix.length != n * n) {
      throw new IllegalArgumentException(
          "%d numbers are not a matrix of %d x %d".formatted(matrix.length, n, n));
    }
  }
}
