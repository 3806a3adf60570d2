package io.lethe.kernels.solve;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import java.util.Arrays;

/**
 * One side's part of a Kronecker-factored curvature, decomposed once: the block of a row that occurs
 * in {@code degree} terms is about {@code degree * C}, C a symmetric, positive semi-definite {@code
 * width x width} matrix shared by the side's rows. Its eigenvectors make the inverse of {@code degree
 * * C + ridge I} cheap for every degree and every ridge (design of IFRU's one-shot step; Martens and
 * Grosse 2015 for the form). Directions of zero curvature and zero ridge are left where they are, as
 * the pseudo-inverse does. Immutable; safe for concurrent use.
 */
public final class KroneckerFactor {

  private final Kernels kernels;
  private final int width;
  private final double[] eigenvalues;

  /** Eigenvectors as columns and as rows: each product is then a sum of consecutive rows. */
  private final EmbeddingTable columns;

  private final EmbeddingTable rows;
  private final int[] coordinates;

  private KroneckerFactor(Kernels kernels, SymmetricEigen eigen) {
    this.kernels = kernels;
    this.width = eigen.values().length;
    this.eigenvalues = new double[width];
    this.coordinates = new int[width];
    float[] byRow = new float[width * width];
    float[] byColumn = new float[width * width];
    for (int k = 0; k < width; k++) {
      coordinates[k] = k;
      // Rounding can leave a singular matrix with eigenvalues just below zero.
      eigenvalues[k] = Math.max(0, eigen.values()[k]);
      for (int c = 0; c < width; c++) {
        byRow[k * width + c] = (float) eigen.vectors()[k * width + c];
        byColumn[c * width + k] = (float) eigen.vectors()[k * width + c];
      }
    }
    this.rows = EmbeddingTable.wrap(byRow, width);
    this.columns = EmbeddingTable.wrap(byColumn, width);
  }

  /**
   * The factor with {@code C = (weight / count) * factor / count}. O(width^3).
   *
   * @param factor sum over terms of outer products of the other side's rows, {@code width * width},
   *     row major; only read
   * @param weight sum over terms of {@code s(1-s)}
   * @param count number of terms; with 0 terms there is no curvature
   */
  public static KroneckerFactor of(
      Kernels kernels, double[] factor, int width, double weight, long count) {
    double[] mean = new double[factor.length];
    if (count > 0) {
      double scale = weight / count / count;
      for (int k = 0; k < mean.length; k++) {
        mean[k] = scale * factor[k];
      }
    }
    return new KroneckerFactor(kernels, SymmetricEigen.of(mean, width));
  }

  /** Floats per row. */
  public int width() {
    return width;
  }

  /** A copy of C's eigenvalues, ascending, none negative. */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /**
   * {@code out = (degree * C + ridge I)^-1 in} for one row. O(width^2). To solve for several ridges,
   * turn once and use {@link #solveTurned}.
   *
   * @param degree number of terms of the row, at least 0
   * @param ridge L2 plus damping, at least 0
   * @param in {@code width} floats from {@code inOffset}; only read
   * @param out {@code width} floats from {@code outOffset}; overwritten; may be the input
   */
  public void solve(
      double degree, double ridge, float[] in, int inOffset, float[] out, int outOffset) {
    float[] turned = new float[width];
    turn(in, inOffset, turned, 0);
    solveTurned(degree, ridge, turned, 0, out, outOffset);
  }

  /** The coordinates of a row in the eigenvectors; {@code out} must not be the input. */
  public void turn(float[] in, int inOffset, float[] out, int outOffset) {
    combine(columns, in, inOffset, out, outOffset);
  }

  /** {@link #solve} for a row already {@link #turn turned}, which is only read. */
  public void solveTurned(
      double degree, double ridge, float[] turned, int offset, float[] out, int outOffset) {
    float[] solved = new float[width];
    for (int k = 0; k < width; k++) {
      double curvature = degree * eigenvalues[k] + ridge;
      solved[k] = curvature > 0 ? (float) (turned[offset + k] / curvature) : 0;
    }
    combine(rows, solved, 0, out, outOffset);
  }

  /** {@code out = sum of in[k] * row k}. */
  private void combine(EmbeddingTable table, float[] in, int inOffset, float[] out, int outOffset) {
    float[] weights = new float[width];
    System.arraycopy(in, inOffset, weights, 0, width);
    Arrays.fill(out, outOffset, outOffset + width, 0);
    kernels.gatherSum(table, coordinates, weights, 0, width, out, outOffset);
  }
}
