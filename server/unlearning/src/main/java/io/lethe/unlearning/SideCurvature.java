package io.lethe.unlearning;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Curvature of one loss term in the rows of one side, by its eigenvectors: a row with n terms has
 * curvature {@code n V diag(values) V'}.
 */
final class SideCurvature {

  private final int width;
  private final float[] vectors;
  private final float[] transposed;
  private final float[] values;
  private final int[] still;

  /**
   * Takes over all arrays.
   *
   * @param vectors width x width, row major, an eigenvector in each column
   * @param values not negative
   * @param still coordinates that no term moves, ascending
   */
  private SideCurvature(int width, float[] vectors, float[] values, int[] still) {
    this.width = width;
    this.vectors = vectors;
    this.values = values;
    this.still = still;
    this.transposed = new float[vectors.length];
    for (int i = 0; i < width; i++) {
      for (int k = 0; k < width; k++) {
        transposed[k * width + i] = vectors[i * width + k];
      }
    }
  }

  /** The curvature from a mean outer product of the other side and the mean of s(1-s). */
  static SideCurvature of(int width, double[] factor, double scale) {
    double[] matrix = factor.clone();
    double[] eigenvectors = new double[width * width];
    JacobiEigen.decompose(width, matrix, eigenvectors);
    float[] vectors = new float[width * width];
    float[] values = new float[width];
    for (int k = 0; k < width; k++) {
      values[k] = (float) Math.max(0, matrix[k * width + k] * scale);
    }
    for (int k = 0; k < vectors.length; k++) {
      vectors[k] = (float) eigenvectors[k];
    }
    int[] still = IntStream.range(0, width).filter(k -> factor[k * width + k] == 0).toArray();
    return new SideCurvature(width, vectors, values, still);
  }

  /** Coordinates that no loss term moves, ascending; not to be modified. */
  int[] still() {
    return still;
  }

  /** {@code out = (terms * curvature + shift * I)^-1 in} for one row. O(width^2). */
  void solve(float terms, float shift, float[] in, float[] out, int offset, float[] scratch) {
    multiply(vectors, in, offset, scratch, 0);
    for (int k = 0; k < width; k++) {
      scratch[k] /= terms * values[k] + shift;
    }
    multiply(transposed, scratch, 0, out, offset);
  }

  private void multiply(float[] rows, float[] in, int inOffset, float[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + width, 0);
    for (int i = 0; i < width; i++) {
      float amount = in[inOffset + i];
      int row = i * width;
      for (int k = 0; k < width; k++) {
        out[outOffset + k] += amount * rows[row + k];
      }
    }
  }
}
