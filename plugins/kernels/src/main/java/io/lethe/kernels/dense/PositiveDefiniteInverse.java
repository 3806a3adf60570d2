package io.lethe.kernels.dense;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;

/**
 * The inverse of a symmetric positive definite matrix in place, in double precision: the blocked
 * Cholesky pivots of the symmetric sweep (Goodnight 1979, "A tutorial on the sweep operator"). A sweep
 * by a pivot block K with inverse D takes {@code A_iK D A_Kj} from every other {@code A_ij}, puts
 * {@code A_iK D} beside the pivot and {@code -D} in its place; after all blocks the matrix is minus its
 * inverse. That is {@code n^3} multiplications and additions, as many as LAPACK's potrf and potri
 * together, and all but a few in one kind of product over the whole lower triangle, which threads share
 * evenly. Safe for concurrent use.
 */
public final class PositiveDefiniteInverse {

  private static final int MIRROR_ROWS = 64;

  private final Kernels kernels;
  private final Workers workers;

  /** Inverses on these kernels; the result does not depend on the number of threads. */
  public PositiveDefiniteInverse(Kernels kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
  }

  /**
   * Replaces a matrix by its inverse. O(n^3) time, {@code 3 * 8 * 120 n} bytes beside the matrix.
   *
   * @param matrix {@code n * n} doubles, row major; only the lower triangle is read, all is overwritten
   * @param between called before every 120 columns; what it throws ends the work, and the matrix is
   *     lost
   * @throws ArithmeticException if the matrix is not positive definite to rounding; the matrix is lost
   */
  public void invert(double[] matrix, int n, Runnable between) {
    if (n < 1 || matrix.length != (long) n * n) {
      throw new IllegalArgumentException(
          "%d numbers are not a matrix of %d x %d".formatted(matrix.length, n, n));
    }
    Sweep sweep = new Sweep(kernels.tiles(), workers, matrix, n);
    for (int first = 0; first < n; first += Sweep.BLOCK) {
      between.run();
      sweep.by(first, Math.min(Sweep.BLOCK, n - first));
    }
    finish(matrix, n);
  }

  /** Negates the lower triangle and copies it to the upper one, in squares that stay in the cache. */
  private void finish(double[] matrix, int n) {
    int blocks = Math.ceilDiv(n, MIRROR_ROWS);
    workers.run(blocks, 1, (from, to) -> {
      for (int k = from; k < to; k++) {
        negate(matrix, n, Sweep.balanced(k, blocks) * MIRROR_ROWS);
      }
    });
    workers.run(blocks, 1, (from, to) -> {
      for (int k = from; k < to; k++) {
        mirror(matrix, n, Sweep.balanced(k, blocks) * MIRROR_ROWS);
      }
    });
  }

  private static void negate(double[] matrix, int n, int firstRow) {
    for (int r = firstRow; r < Math.min(n, firstRow + MIRROR_ROWS); r++) {
      for (int c = 0; c <= r; c++) {
        matrix[r * n + c] = -matrix[r * n + c];
      }
    }
  }

  private static void mirror(double[] matrix, int n, int firstRow) {
    int end = Math.min(n, firstRow + MIRROR_ROWS);
    for (int firstColumn = firstRow; firstColumn < n; firstColumn += MIRROR_ROWS) {
      int endColumn = Math.min(n, firstColumn + MIRROR_ROWS);
      for (int r = firstRow; r < end; r++) {
        for (int c = Math.max(r + 1, firstColumn); c < endColumn; c++) {
          matrix[r * n + c] = matrix[c * n + r];
        }
      }
    }
  }
}
