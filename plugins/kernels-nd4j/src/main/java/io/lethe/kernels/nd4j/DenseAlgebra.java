package io.lethe.kernels.nd4j;

import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.SymmetricEigen;
import java.util.Arrays;
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
   * Replaces a matrix by its inverse. O(n^3) time, {@code 8 n^2} bytes outside the heap while it runs.
   * The same bits whatever the number of workers, if this instance was made for one thread.
   *
   * @param matrix {@code n * n} doubles, symmetric and positive definite; its lower triangle is read,
   *     all is overwritten
   * @param workers run the products' parts, each on its own thread
   * @param between called now and then; what it throws ends the work, and the matrix is as it was
   * @throws ArithmeticException if the matrix is not positive definite to rounding; it is as it was
   */
  public void invertPositiveDefinite(double[] matrix, int n, Workers workers, Runnable between) {
    checkSquare(matrix, n);
    try (NativeSweep sweep = new NativeSweep(workers, matrix, n)) {
      sweep.run(matrix, between);
    }
  }

  private static double[] rowMajor(INDArray matrix) {
    return Arrays.stream(matrix.toDoubleMatrix()).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void checkSquare(double[] matrix, int n) {
    if (n < 1 || matrix.length != (long) n * n) {
      throw new IllegalArgumentException(
          "%d numbers are not a matrix of %d x %d".formatted(matrix.length, n, n));
    }
  }
}
