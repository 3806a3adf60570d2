package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.solve.Cholesky;
import io.lethe.training.history.GivenHistory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The row of a history while the items stand still, solved in doubles: {@code (G + reg + Y' E Y) x =
 * Y' (1 + e)}, Y the rows of the history's items, E their extras on a diagonal, G the Gram matrix of
 * all items. What half a sweep approaches.
 *
 * <p>G is made once, when a row is first asked for: O(items * width^2). A row then costs O(width^3);
 * one of n interactions, n at most a quarter of the width, O(n * width^2): with {@code V = Y (G +
 * reg)^-1} it is {@code V' (1 + E V Y')^-1 (1 + e)} (Sherman, Morrison, Woodbury). Immutable but for
 * that; keeps nothing of a history.
 */
final class FoldIn {

  /** Fewer interactions than a part in so many of the width are solved among themselves. */
  private static final int SHORT_PART = 4;

  private final IalsShape shape;
  private final EmbeddingTable items;
  private final Kernels kernels;
  private final Supplier<double[]> gram;
  private volatile @Nullable Sides sides;

  /**
   * Rows beside items.
   *
   * @param gram gives the items' Gram matrix
   */
  FoldIn(IalsShape shape, EmbeddingTable items, Kernels kernels, Supplier<double[]> gram) {
    this.shape = shape;
    this.items = items;
    this.kernels = kernels;
    this.gram = gram;
  }

  /** The same matrix, before and after inversion. */
  private record Sides(double[] gram, double[] inverse) {}

  /** The row, an array of its own. */
  float[] row(GivenHistory history) {
    float[] extras = new float[history.size()];
    for (int k = 0; k < extras.length; k++) {
      extras[k] = shape.confidence().extra(history.values()[k]);
    }
    double[] row = history.size() * SHORT_PART <= items.width()
        ? shortRow(history.items(), extras)
        : longRow(history.items(), extras);
    float[] rounded = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      rounded[c] = (float) row[c];
    }
    return rounded;
  }

  /** The same for all callers, so that two threads may find it at once. */
  private Sides sides() {
    Sides found = sides;
    if (found == null) {
      double[] ofItems = gram.get();
      found = new Sides(ofItems, Cholesky.inverse(ofItems, items.width(), shape.reg()));
      sides = found;
    }
    return found;
  }

  double[] longRow(int[] of, float[] extras) {
    int width = items.width();
    double[] matrix = GramMatrix.gathered(kernels, items, of, extras, 0, of.length);
    double[] ofAll = sides().gram();
    for (int k = 0; k < matrix.length; k++) {
      matrix[k] += ofAll[k];
    }
    double[] row = new double[width];
    for (int k = 0; k < of.length; k++) {
      addScaled(1.0 + extras[k], items.pageOf(of[k]), items.offsetOf(of[k]), row);
    }
    new Cholesky(matrix, width, shape.reg()).solve(row);
    return row;
  }

  /**
   * With roots r of the extras, {@code (1 + E S)^-1 (1 + e) = (1 + e) - r (1 + r S r)^-1 r S (1 + e)},
   * whose matrix is symmetric and which takes extras of 0.
   */
  double[] shortRow(int[] of, float[] extras) {
    int n = of.length;
    double[][] through = through(of);
    double[] matrix = new double[n * n];
    double[] shares = new double[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        double met = dot(through[a], items.pageOf(of[b]), items.offsetOf(of[b]));
        matrix[a * n + b] = Math.sqrt((double) extras[a] * extras[b]) * met;
        shares[a] += Math.sqrt(extras[a]) * met * (1.0 + extras[b]);
      }
    }
    new Cholesky(matrix, n, 1).solve(shares);
    double[] row = new double[items.width()];
    for (int k = 0; k < n; k++) {
      double weight = 1.0 + extras[k] - Math.sqrt(extras[k]) * shares[k];
      for (int c = 0; c < row.length; c++) {
        row[c] += weight * through[k][c];
      }
    }
    return row;
  }

  /** V: the rows of some items times the inverse. */
  private double[][] through(int[] of) {
    int width = items.width();
    double[] inverse = sides().inverse();
    double[][] through = new double[of.length][width];
    for (int k = 0; k < of.length; k++) {
      float[] page = items.pageOf(of[k]);
      int at = items.offsetOf(of[k]);
      for (int r = 0; r < width; r++) {
        double factor = page[at + r];
        for (int c = 0; c < width; c++) {
          through[k][c] += factor * inverse[r * width + c];
        }
      }
    }
    return through;
  }

  private static double dot(double[] left, float[] page, int at) {
    double sum = 0;
    for (int c = 0; c < left.length; c++) {
      sum += left[c] * page[at + c];
    }
    return sum;
  }

  private static void addScaled(double factor, float[] page, int at, double[] out) {
    for (int c = 0; c < out.length; c++) {
      out[c] += factor * page[at + c];
    }
  }
}
