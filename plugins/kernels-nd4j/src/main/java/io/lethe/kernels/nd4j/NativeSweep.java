package io.lethe.kernels.nd4j;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.dense.PositiveDefiniteInverse;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The symmetric sweep of {@link PositiveDefiniteInverse} with the products by ND4J's BLAS, on a copy of
 * the matrix in native memory. Confined.
 *
 * <p>Why not LAPACK's potrf and potri: ND4J's OpenBLAS (0.3.19) gets triangular solves wrong on some
 * processors with AVX-512 (measured on an Ice Lake server: potrf finds no pivot above 0 from 64 columns
 * on, getrf's inverse is off by 1e25), while its general products are right.
 */
final class NativeSweep implements AutoCloseable {

  private static final int BLOCK = 256;
  private static final int TASK_ROWS = 512;

  private final Workers workers;
  private final int n;
  private final DoublePointer matrix;
  private final DoublePointer columns;
  private final DoublePointer product;

  NativeSweep(Workers workers, double[] matrix, int n) {
    this.workers = workers;
    this.n = n;
    this.matrix = new DoublePointer((long) n * n);
    this.columns = new DoublePointer((long) n * BLOCK);
    this.product = new DoublePointer((long) n * BLOCK);
    this.matrix.put(matrix, 0, matrix.length);
  }

  /** Sweeps by all columns, and gives the inverse back. */
  void run(double[] out, Runnable between) {
    for (int first = 0; first < n; first += BLOCK) {
      between.run();
      by(first, Math.min(BLOCK, n - first));
    }
    matrix.get(out, 0, out.length);
    for (int r = 0; r < n; r++) {
      for (int c = 0; c <= r; c++) {
        double entry = -out[r * n + c];
        out[r * n + c] = entry;
        out[c * n + r] = entry;
      }
    }
  }

  private void by(int first, int width) {
    double[] inverse = pivot(first, width);
    new PositiveDefiniteInverse(Kernels.fastest(), workers).invert(inverse, width, () -> {});
    double[] of = gathered(first, width);
    columns.put(of, 0, of.length);
    try (DoublePointer native64 = new DoublePointer(inverse)) {
      workers.run(Math.ceilDiv(n, TASK_ROWS), 1, (from, to) -> {
        for (int k = from; k < to; k++) {
          int row = k * TASK_ROWS;
          gemm(
              Math.min(TASK_ROWS, n - row), width, width, 1, at(columns, (long) row * width),
              native64, 0, at(product, (long) row * width), width);
        }
      });
    }
    workers.run(Math.ceilDiv(n, TASK_ROWS), 1, (from, to) -> {
      for (int k = from; k < to; k++) {
        int row = k * TASK_ROWS;
        int rows = Math.min(TASK_ROWS, n - row);
        gemm(
            rows, row + rows, width, -1, at(product, (long) row * width), columns, 1,
            at(matrix, (long) row * n), n);
      }
    });
    product.get(of, 0, of.length);
    putBack(of, inverse, first, width);
  }

  /** {@code C = alpha A B' + beta C}, A of {@code rows x depth}, B of {@code width x depth}. */
  private static void gemm(
      int rows, int width, int depth, double alpha, DoublePointer a, DoublePointer b, double beta,
      DoublePointer c, int stride) {
    openblas.cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, rows, width, depth, alpha, a, depth, b, depth,
        beta, c, stride);
  }

  /** A pointer of its own to a place in an array: pointers carry a position, threads may not share it. */
  private static DoublePointer at(DoublePointer array, long position) {
    return new DoublePointer(array).position(array.position() + position);
  }

  private double[] pivot(int first, int width) {
    double[] pivot = new double[width * width];
    for (int r = 0; r < width; r++) {
      at(matrix, (long) (first + r) * n + first).get(pivot, r * width, r + 1);
    }
    return pivot;
  }

  /** The pivot's columns, row after row; zeros in its own rows. */
  private double[] gathered(int first, int width) {
    double[] rows = new double[n * width];
    double[] above = new double[first];
    for (int p = 0; p < width; p++) {
      at(matrix, (long) (first + p) * n).get(above, 0, first);
      for (int r = 0; r < first; r++) {
        rows[r * width + p] = above[r];
      }
    }
    for (int r = first + width; r < n; r++) {
      at(matrix, (long) r * n + first).get(rows, r * width, width);
    }
    return rows;
  }

  private void putBack(double[] rows, double[] inverse, int first, int width) {
    double[] line = new double[first + width];
    for (int p = 0; p < width; p++) {
      for (int r = 0; r < first; r++) {
        line[r] = rows[r * width + p];
      }
      for (int c = 0; c <= p; c++) {
        line[first + c] = -inverse[p * width + c];
      }
      at(matrix, (long) (first + p) * n).put(line, 0, first + p + 1);
    }
    for (int r = first + width; r < n; r++) {
      at(matrix, (long) r * n + first).put(rows, r * width, width);
    }
  }

  @Override
  public void close() {
    matrix.close();
    columns.close();
    product.close();
  }
}
