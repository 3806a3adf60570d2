package io.lethe.plugins.ials.iteration;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The largest eigenvalue of a symmetric positive semidefinite matrix of which only products are known,
 * by Lanczos' method from a random vector, every vector orthogonalized against all before (Golub and
 * Van Loan, Matrix Computations, 10.3). Approaches it from below. Same bits in every run.
 */
public final class Lanczos {

  private static final int STEPS_MIN = 30;
  private static final int STEPS_MAX = 300;

  /** Over so many steps the estimate must stand still. */
  private static final int STILL_STEPS = 10;
  private static final double STILL = 1e-6;
  private static final int HALVINGS = 60;

  private final UnaryOperator<double[]> matrix;
  private final List<double[]> basis = new ArrayList<>();
  private final List<Double> diagonal = new ArrayList<>();
  private final List<Double> beside = new ArrayList<>();

  private Lanczos(UnaryOperator<double[]> matrix) {
    this.matrix = matrix;
  }

  /** The estimate; at most {@value #STEPS_MAX} products, O(size * products^2) beside them. */
  public static double largest(UnaryOperator<double[]> matrix, int size) {
    return new Lanczos(matrix).run(size);
  }

  private double run(int size) {
    SplittableRandom random = new SplittableRandom(size);
    double[] next = random.doubles(size, -1, 1).toArray();
    double norm = Math.sqrt(dot(next, next));
    List<Double> estimates = new ArrayList<>();
    double estimate = 0;
    // Beyond the first vector a norm that is rounding says that the vectors span all there is.
    while (norm > 1e-12 * estimate && basis.size() < Math.min(size, STEPS_MAX)) {
      next = step(scaled(next, 1 / norm));
      norm = Math.sqrt(dot(next, next));
      estimate = largestOfTridiagonal();
      estimates.add(estimate);
      beside.add(norm);
      int steps = estimates.size();
      if (steps >= STEPS_MIN
          && estimate - estimates.get(steps - 1 - STILL_STEPS) <= STILL * estimate) {
        break;
      }
    }
    return estimate;
  }

  /** One more vector of the basis; gives the next, orthogonal to all. */
  private double[] step(double[] vector) {
    basis.add(vector);
    double[] image = matrix.apply(vector);
    diagonal.add(dot(vector, image));
    for (int pass = 0; pass < 2; pass++) {
      for (double[] each : basis) {
        subtract(dot(each, image), each, image);
      }
    }
    return image;
  }

  private double largestOfTridiagonal() {
    double low = 0;
    double high = 0;
    for (int k = 0; k < diagonal.size(); k++) {
      double left = k > 0 ? beside.get(k - 1) : 0;
      double right = k < beside.size() ? beside.get(k) : 0;
      high = Math.max(high, diagonal.get(k) + left + right);
    }
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      if (anyAbove(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Whether an eigenvalue of the tridiagonal matrix is above a bound: its pivots' signs tell. */
  private boolean anyAbove(double bound) {
    double pivot = 1;
    for (int k = 0; k < diagonal.size(); k++) {
      double square = k > 0 ? beside.get(k - 1) * beside.get(k - 1) : 0;
      pivot = bound - diagonal.get(k) - square / pivot;
      if (pivot <= 0) {
        return true;
      }
    }
    return false;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k] * right[k];
    }
    return sum;
  }

  private static double[] scaled(double[] vector, double by) {
    double[] out = vector.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] *= by;
    }
    return out;
  }

  private static void subtract(double by, double[] vector, double[] from) {
    for (int k = 0; k < from.length; k++) {
      from[k] -= by * vector[k];
    }
  }
}
