package io.lethe.plugins.sasrec.attention;

/**
 * Products of rows with row-major matrices, added to what is there. Inner loops run along the output, so
 * that the compiler makes vector instructions of them.
 */
public final class Matrices {

  private Matrices() {}

  /** {@code out += x M}, M of {@code rows} rows and {@code width} columns from an offset. */
  public static void addProduct(
      double[] x, int xFrom, double[] matrix, int from, int rows, int width, double[] out,
      int outFrom) {
    for (int r = 0; r < rows; r++) {
      addScaled(x[xFrom + r], matrix, from + r * width, out, outFrom, width);
    }
  }

  /** {@code out[r] += row r of M . x}: the product with the transposed matrix. */
  public static void addTransposed(
      double[] x, int xFrom, double[] matrix, int from, int rows, int width, double[] out,
      int outFrom) {
    for (int r = 0; r < rows; r++) {
      out[outFrom + r] += dot(matrix, from + r * width, x, xFrom, width);
    }
  }

  /** {@code M += x' y}. */
  public static void addOuter(
      double[] x, int xFrom, int rows, double[] y, int yFrom, int width, double[] matrix,
      int from) {
    for (int r = 0; r < rows; r++) {
      addScaled(x[xFrom + r], y, yFrom, matrix, from + r * width, width);
    }
  }

  /** {@code out += factor x}. */
  public static void addScaled(
      double factor, double[] x, int xFrom, double[] out, int outFrom, int length) {
    for (int c = 0; c < length; c++) {
      out[outFrom + c] += factor * x[xFrom + c];
    }
  }

  /** The sum of products, in four parts that do not wait for each other. */
  public static double dot(double[] x, int xFrom, double[] y, int yFrom, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < length; k += 4) {
      a += x[xFrom + k] * y[yFrom + k];
      b += x[xFrom + k + 1] * y[yFrom + k + 1];
      c += x[xFrom + k + 2] * y[yFrom + k + 2];
      d += x[xFrom + k + 3] * y[yFrom + k + 3];
    }
    for (; k < length; k++) {
      a += x[xFrom + k] * y[yFrom + k];
    }
    return (a + b) + (c + d);
  }
}
